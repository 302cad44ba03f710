using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Mcu.Common.Transport.Ngtcp2.Interop;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>
/// Our structs against the real headers: a few lines of C print the size and the offsets that the compiler gives them, and every
/// one must be ours. Skipped, with the reason, where there is no compiler or no header.
/// </summary>
public sealed class StructLayoutTests
{
    private const string Includes = """
        #define _GNU_SOURCE
        #include <ngtcp2/ngtcp2.h>
        #include <ngtcp2/ngtcp2_crypto.h>
        #include <ngtcp2/ngtcp2_crypto_gnutls.h>
        #include <gnutls/gnutls.h>
        #include <sys/socket.h>
        #include <poll.h>
        #include <time.h>
        #include <stddef.h>
        #include <stdio.h>
        """;

    /// <summary>Ours by the name that C gives them. Of the versioned settings we have version 1, which is a prefix.</summary>
    private static readonly Dictionary<string, Type> s_structs = new()
    {
        ["ngtcp2_cid"] = typeof(ngtcp2_cid),
        ["ngtcp2_vec"] = typeof(ngtcp2_vec),
        ["ngtcp2_pkt_info"] = typeof(ngtcp2_pkt_info),
        ["ngtcp2_pkt_hd"] = typeof(ngtcp2_pkt_hd),
        ["ngtcp2_version_cid"] = typeof(ngtcp2_version_cid),
        ["ngtcp2_sockaddr_in"] = typeof(ngtcp2_sockaddr_in),
        ["ngtcp2_sockaddr_in6"] = typeof(ngtcp2_sockaddr_in6),
        ["ngtcp2_addr"] = typeof(ngtcp2_addr),
        ["ngtcp2_path"] = typeof(ngtcp2_path),
        ["ngtcp2_preferred_addr"] = typeof(ngtcp2_preferred_addr),
        ["ngtcp2_version_info"] = typeof(ngtcp2_version_info),
        ["ngtcp2_transport_params"] = typeof(ngtcp2_transport_params),
        ["ngtcp2_conn_info"] = typeof(ngtcp2_conn_info),
        ["ngtcp2_settings"] = typeof(ngtcp2_settings),
        ["ngtcp2_ccerr"] = typeof(ngtcp2_ccerr),
        ["ngtcp2_info"] = typeof(ngtcp2_info),
        ["ngtcp2_crypto_conn_ref"] = typeof(ngtcp2_crypto_conn_ref),
        ["ngtcp2_callbacks"] = typeof(ngtcp2_callbacks),
        ["gnutls_datum_t"] = typeof(gnutls_datum_t),
        ["struct iovec"] = typeof(LibC.iovec),
        ["struct msghdr"] = typeof(LibC.msghdr),
        ["struct mmsghdr"] = typeof(LibC.mmsghdr),
        ["struct cmsghdr"] = typeof(LibC.cmsghdr),
        ["struct pollfd"] = typeof(LibC.pollfd),
        ["struct timespec"] = typeof(LibC.timespec),
    };

    [HeadersFact]
    public void EveryFieldIsWhereTheHeadersPutIt()
    {
        HashSet<string> prefixes = ["ngtcp2_settings"];
        StringBuilder source = new StringBuilder(Includes).AppendLine().AppendLine("int main(void) {");
        List<string> ours = [];
        foreach ((string name, Type type) in s_structs)
        {
            if (!prefixes.Contains(name))
            {
                source.AppendLine($"""printf("{name} %zu\n", sizeof({name}));""");
                ours.Add($"{name} {Marshal.SizeOf(type)}");
            }

            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                source.AppendLine($"""printf("{name}.{field.Name} %zu\n", offsetof({name}, {field.Name}));""");
                ours.Add($"{name}.{field.Name} {Marshal.OffsetOf(type, field.Name)}");
            }
        }

        source.AppendLine("return 0; }");
        string[] theirs = CProgram.CompileAndRun(source.ToString()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(theirs, ours);
        Assert.True(ours.Count > 150);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class HeadersFactAttribute : FactAttribute
    {
        public HeadersFactAttribute() => Skip = CProgram.MissingFor("ngtcp2/ngtcp2.h", "gnutls/gnutls.h");
    }
}
