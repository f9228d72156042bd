using k8s;
using k8s.Models;
using YamlDotNet.Core;

namespace Migrations.Tests.Deploy;

/// <summary>The objects of deploy/kubernetes have no field that Kubernetes does not know.</summary>
public sealed class KubernetesManifestTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "kubernetes");

    [Test]
    public void DaemonSet_ReadStrictly_HasTheSidecarBesideLibvirt()
    {
        var pod = Read<V1DaemonSet>("daemonset.yaml").Spec.Template.Spec;

        Assert.That(pod.Containers.Select(container => container.Name), Is.EqualTo(["libvirt", "migrations"]));
        Assert.That(pod.Containers[1].ReadinessProbe.Exec.Command, Does.Contain("ready"));
    }

    [Test]
    public void NetworkPolicy_ReadStrictly_OpensOnePortToTheProxy() =>
        Assert.That(Read<V1NetworkPolicy>("network-policy.yaml").Spec.Ingress[0].Ports.Single().Port.Value, Is.EqualTo("8774"));

    [Test]
    public void DaemonSet_WithAMisspeltField_IsRefused()
    {
        var misspelt = File.ReadAllText(Path.Combine(Folder, "daemonset.yaml")).Replace("periodSeconds", "periodSecond", StringComparison.Ordinal);

        Assert.That(() => KubernetesYaml.Deserialize<V1DaemonSet>(misspelt, strict: true), Throws.InstanceOf<YamlException>());
    }

    private static T Read<T>(string file) =>
        KubernetesYaml.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), strict: true);
}
