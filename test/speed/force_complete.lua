wrk.method = "POST"
wrk.body = '{"force_complete": null}'
wrk.headers["Content-Type"] = "application/json"
