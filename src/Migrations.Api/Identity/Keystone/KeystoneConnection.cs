namespace Migrations.Api.Identity.Keystone;

/// <summary>Makes the connection to Keystone.</summary>
internal static class KeystoneConnection
{
    /// <summary>Requests under way at once: the rest wait here, not in Keystone.</summary>
    private const int MaxConnections = 16;

    /// <summary>Keystone's largest answers carry the catalog of a big cloud.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    /// <remarks>Redirects are not followed: they could lead tokens to somebody else.</remarks>
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
