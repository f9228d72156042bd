namespace Migrations.Stores;

/// <summary>Whether the store can be written to, as the last write or the last check found it.</summary>
public sealed class StoreHealth() : Availability;

/// <summary>The store cannot be used at present; the message is one line for an operator.</summary>
/// <remarks>A write that ends so has stored nothing, and may be tried again.</remarks>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
