using Microsoft.Data.Sqlite;
using Migrations.Storage.Files;

namespace Migrations.Tests.Storage.Files;

public sealed class DatabaseExceptionTests
{
    [TestCase(5, "another program has locked it. Close that program.")]
    [TestCase(7, "there is no memory left. Give this service more memory.")]
    [TestCase(8, "cannot be opened for writing")]
    [TestCase(10, "reading or writing it failed")]
    [TestCase(13, "the disk is full. Make room on the disk.")]
    [TestCase(14, "cannot be opened for writing")]
    [TestCase(15, "another program has locked it. Close that program.")]
    public void Explain_FailureOfTheFile_SaysWhatToDo(int errorCode, string expected)
    {
        var failure = new SqliteException("what SQLite says", errorCode);

        var explained = DatabaseException.Explain("/data/migrations.db", failure)!;

        Assert.That(explained.Message, Does.StartWith("Cannot use the database /data/migrations.db: ").And.Contain(expected));
        Assert.That(explained.InnerException, Is.SameAs(failure));
    }

    [TestCase(23)]
    [TestCase(24)]
    [Platform("Linux")]
    public void Explain_TooManyOpenFiles_IsNotBlamedOnTheDisk(int errno) =>
        Assert.That(DatabaseException.Explain("migrations.db", new IOException("Too many open files", errno))!.Message,
            Does.Contain("no more files can be opened. Raise the limit of open files"));

    [Test]
    public void Explain_FailureOfTheStatement_IsLeftAlone([Values(1, 19)] int errorCode) =>
        Assert.That(DatabaseException.Explain("migrations.db", new SqliteException("", errorCode)), Is.Null);
}
