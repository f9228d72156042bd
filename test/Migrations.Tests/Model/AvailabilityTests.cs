using CsCheck;

namespace Migrations.Tests.Model;

public sealed class AvailabilityTests
{
    [Test]
    public void Availability_AfterAnyLossesAndReturns_TellsEachChangeOnce() =>
        Gen.Select(Gen.Bool, Gen.Bool.Array[0, 20]).Sample((isUnknown, finds) =>
        {
            var availability = new Availability(isUnknown ? "not tried yet" : null);
            bool? wasThere = isUnknown ? null : true;
            foreach (var isThere in finds)
            {
                var isNews = isThere ? availability.Found() : availability.Lost("gone");
                if (isNews != (wasThere != isThere) || availability.LostBecause != (isThere ? null : "gone"))
                    return false;
                wasThere = isThere;
            }
            return true;
        });

    [Test]
    public void Lost_ForAnotherReason_IsNoNewsButKeepsTheReason()
    {
        var availability = new Availability();
        availability.Lost("the disk is full");

        Assert.That(availability.Lost("another program has locked it"), Is.False);
        Assert.That(availability.LostBecause, Is.EqualTo("another program has locked it"));
    }
}
