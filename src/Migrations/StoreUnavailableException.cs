namespace Migrations;

/// <summary>The store cannot take or give anything at present; the message is one line that an operator understands.</summary>
/// <remarks>A write that ends so has stored nothing, and may be tried again.</remarks>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
