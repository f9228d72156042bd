using System.Text;
using CsCheck;

namespace Migrations.Testing;

/// <summary>Makes damaged texts out of a sound one: pieces put in, bytes changed, stretches removed or repeated, the rest cut off.</summary>
internal static class Damage
{
    /// <param name="pieces">Texts that are put in somewhere.</param>
    public static Gen<byte[]> Of(string sound, params string[] pieces) =>
        Gen.Select(Gen.Int[0, 9], Gen.Double.Unit, Gen.Int[1, 12], Gen.OneOf(pieces), Gen.Byte).Array[1, 4]
            .Select(edits => edits.Aggregate(Encoding.UTF8.GetBytes(sound), Edit));

    private static byte[] Edit(byte[] text, (int Kind, double Where, int Length, string Piece, byte Other) edit)
    {
        var at = (int)(edit.Where * text.Length);
        var end = Math.Min(at + edit.Length, text.Length);
        return edit.Kind switch
        {
            0 => text[..at],
            1 or 2 => [.. text[..at], .. text[end..]],
            3 or 4 => [.. text[..end], .. text[at..]],
            5 => [.. text[..at], edit.Other, .. text[Math.Min(at + 1, text.Length)..]],
            6 or 7 => [.. text[..at], .. Encoding.UTF8.GetBytes(edit.Piece), .. text[at..]],
            _ => [.. text[..at], .. Encoding.UTF8.GetBytes(edit.Piece), .. text[end..]],
        };
    }
}
