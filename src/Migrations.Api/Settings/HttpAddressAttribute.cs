using System.ComponentModel.DataAnnotations;

namespace Migrations.Api.Settings;

/// <summary>An http or https address without user and password. Empty is allowed.</summary>
/// <param name="example">What one looks like.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute(string example) : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is null or "" || (Uri.TryCreate(value as string, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" });

    public override string FormatErrorMessage(string name) => $"write an address without user and password, such as {example}";
}
