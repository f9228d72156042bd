using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Creates the HTTP client for Keystone.</summary>
internal static class KeystoneConnection
{
    /// <summary>Maximum of concurrent requests; further ones wait in this process instead of in Keystone.</summary>
    private const int MaxConnections = 16;

    /// <summary>Maximum size of an answer in bytes. The largest contain the catalog of a big cloud.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    /// <remarks>It follows no redirects, because they could send tokens to somebody else.</remarks>
    public static HttpClient Create(KeystoneOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = MaxConnections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.CaFile is not null)
            handler.SslOptions.CertificateChainPolicy = TrustedCertificates.TrustOnly(options.CaFile);
        return new HttpClient(handler)
        {
            MaxResponseContentBufferSize = MaxAnswerBytes,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }
}

/// <summary>Retries failed requests after 0.5, 1 and 2 s, and sends none for a while if most of them fail.</summary>
/// <remarks>The retries are those of Nova's middleware (keystonemiddleware, http_request_max_retries = 3).</remarks>
internal static class KeystonePipeline
{
    /// <summary>For how long no request is sent after most attempts have failed.</summary>
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    public static ResiliencePipeline<HttpResponseMessage> Create(TimeSpan timeout, TimeProvider clock)
    {
        var failed = new PredicateBuilder<HttpResponseMessage>()
            .Handle<HttpRequestException>()
            .Handle<TimeoutRejectedException>()
            .HandleResult(response => response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests);

        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = failed,
                MaxRetryAttempts = 3,
                Delay = TimeSpan.FromSeconds(0.5),
                BackoffType = DelayBackoffType.Exponential,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = failed,
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = BreakDuration,
            })
            .AddTimeout(timeout)
            .Build();
    }
}

/// <summary>The certificates of <c>Auth:Keystone:CaFile</c>.</summary>
internal static class TrustedCertificates
{
    /// <summary>Whether a file contains a certificate in PEM.</summary>
    public static bool AreIn(string file)
    {
        try
        {
            return Read(file).Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Trusts certificates signed by those of the file, and no others; the system's are not trusted.</summary>
    public static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(Read(file));
        return policy;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
