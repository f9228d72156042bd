namespace Migrations.Telemetry;

/// <summary>Every event id of the logs; ids are never used again for something else.</summary>
public static class EventIds
{
    public const int MigrationAppeared = 1000;
    public const int MigrationStatusChanged = 1001;
    public const int MigrationEnded = 1002;
    public const int MigrationNeedsAttention = 1003;
    public const int MigrationStalled = 1004;
    public const int VerdictChanged = 1005;
    public const int DriverLost = 1010;
    public const int DriverBack = 1011;
    public const int SampleMissed = 1012;
    public const int TickFailed = 1013;
    public const int Reconciled = 1014;
    public const int Pruned = 1015;
    public const int PruningFailed = 1016;
    public const int NewsLost = 1017;
    public const int NewsBack = 1018;
    public const int ReadingFailed = 1019;
    public const int EndReadable = 1020;
    public const int DriverNotFound = 1021;
    public const int DriverStillLost = 1022;
    public const int JobUnreadable = 1023;
    public const int JobReadable = 1024;

    public const int CommandAccepted = 2000;
    public const int CommandStarted = 2001;
    public const int CommandSettled = 2002;
    public const int CommandPostponed = 2003;
    public const int CommandFailed = 2004;
    public const int CommandsUnreadable = 2005;
    public const int StartAccepted = 2100;
    public const int StartPostponed = 2101;
    public const int StartUnclear = 2102;
    public const int StartPresumedOver = 2103;
    public const int StartFailed = 2104;
    public const int PolicyApplied = 2200;
    public const int PolicyChanged = 2201;
    public const int PolicyFailed = 2202;

    public const int SchemaUpgraded = 3000;
    public const int StoreLost = 3001;
    public const int StoreBack = 3002;
    public const int MigrationsForgotten = 3003;
    public const int FileRestricted = 3004;
    public const int FileOpenToOthers = 3005;
    public const int DatabaseCreated = 3006;

    public const int FakeWorld = 4000;
    public const int FakeWorldNotSaved = 4001;
    public const int FakeWorldSavedAgain = 4002;
    public const int LibvirtConnection = 4100;
    public const int LibvirtConnectionLost = 4101;
    public const int LibvirtEventFault = 4102;

    public const int RequestFailed = 5000;
    public const int RequestRefused = 5001;
    public const int CertificateReplaced = 5002;
    public const int CertificateKept = 5003;
    public const int UnpagedListCutOff = 5004;
    public const int HangupReceived = 5005;
    public const int ConnectionsRejected = 5006;
    public const int ConnectionsTakenAgain = 5007;
    public const int VersionNotNamed = 5008;
    public const int OpenFilesFew = 5009;
    public const int StreamCutOff = 5010;
    public const int PublishingFailed = 5011;

    public const int PolicyLoaded = 6000;
    public const int PolicyWarning = 6001;
    public const int PolicyKept = 6002;
    public const int PolicyFileGone = 6003;
    public const int KeystoneUnavailable = 6100;
    public const int KeystoneBack = 6101;
}
