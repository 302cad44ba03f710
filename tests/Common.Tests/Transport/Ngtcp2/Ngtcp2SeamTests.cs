using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>The seam's tests on libngtcp2.</summary>
public sealed class Ngtcp2SeamTests() : SeamTests(Ngtcp2Transport.Load());
