using Microsoft.Extensions.Logging;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

internal static partial class LibvirtLog
{
    [LoggerMessage(EventIds.LibvirtConnection, LogLevel.Information, "Connected to libvirt at {Uri} as {Host}")]
    public static partial void Connected(ILogger logger, string uri, string host);

    [LoggerMessage(EventIds.LibvirtConnectionLost, LogLevel.Warning, "The connection to libvirt is lost ({Reason})")]
    public static partial void ConnectionLost(ILogger logger, CloseReason reason);

    [LoggerMessage(EventIds.LibvirtEventFault, LogLevel.Error, "An event of libvirt could not be handled")]
    public static partial void EventFault(ILogger logger, Exception exception);
}
