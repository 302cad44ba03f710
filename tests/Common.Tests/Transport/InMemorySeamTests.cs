using Mcu.Testing.Transport;

namespace Mcu.Common.Tests.Transport;

/// <summary>The seam's tests on the transport that other tests stand on, so that they stand on firm ground.</summary>
public sealed class InMemorySeamTests() : SeamTests(new InMemoryTransport());
