#!/usr/bin/python3
"""Changes the product a little, thousands of times, and counts the changes that a unit test notices.

mutants.py [CONFIGURATION...] runs the named configurations of this folder, or all, and prints the share that was noticed
of each part. It fails below 85 % of all changes and below 70 % of a part. The reports, with what survived, are left in
artifacts/mutants. With --read it reads the reports of the last run only.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "artifacts/mutants"

# For each configuration, its parts and where they are. The first that fits counts.
PARTS = {
    "domain": {
        f"the domain: {room}": f"src/Migrations/{room}/"
        for room in ("Operations", "Monitoring", "Decisions", "Starts", "Endings", "Convergence", "Live", "Model", "Drivers")
    },
    "drivers": {"the fake's model": "src/Migrations.Drivers/Fake/Model/", "libvirt's jobs": "src/Migrations.Drivers/Libvirt/Jobs/"},
    "api": {
        "the language of policies": "src/Migrations.Api/Policies/Language/",
        "policies": "src/Migrations.Api/Policies/",
        "identity": "src/Migrations.Api/Identity/",
    },
}
LEAST_OF_ALL, LEAST_OF_A_PART = 85, 70
NOTICED, UNNOTICED = ("Killed", "Timeout"), ("Survived", "NoCoverage")


def run(configuration):
    """Analyzers would find mistakes only in what is unchanged, and take most of the time."""
    subprocess.run(
        ["dotnet", "stryker", "-f", f"../mutants/{configuration}.json", "-O", REPORTS / configuration, "--skip-version-check"],
        cwd=ROOT / "test/Migrations.Tests", env=os.environ | {"RunAnalyzers": "false"}, check=True)


def changes(configuration):
    """The part, the file, the line and the fate of every change that could be compiled."""
    report = json.loads((REPORTS / configuration / "reports/mutation-report.json").read_text(encoding="utf-8"))
    for name, file in report["files"].items():
        path = os.path.relpath(os.path.join(report["projectRoot"], name), ROOT)
        part = next((part for part, folder in PARTS[configuration].items() if path.startswith(folder)), None)
        for change in file["mutants"] if part else []:
            if change["status"] in NOTICED + UNNOTICED:
                yield part, path, change


def share(noticed, all_of_them):
    return 100 * noticed / all_of_them if all_of_them else 0


def main(arguments):
    configurations = [each for each in arguments if each != "--read"] or list(PARTS)
    if "--read" not in arguments:
        subprocess.run(["dotnet", "tool", "restore"], cwd=ROOT, check=True)
        for configuration in configurations:
            run(configuration)
    noticed, made = Counter(), Counter()
    for configuration in configurations:
        for part, path, change in changes(configuration):
            made[part] += 1
            noticed[part] += change["status"] in NOTICED
            if change["status"] in UNNOTICED:
                print(f"{path}:{change['location']['start']['line']} {change['mutatorName']}: {change.get('replacement', '')!r}")
    for part, count in made.items():
        print(f"{part:32} {noticed[part]:5} of {count:5} noticed, {share(noticed[part], count):5.1f} %")
    total = share(noticed.total(), made.total())
    print(f"{noticed.total()} of {made.total()} changes noticed, {total:.1f} %")
    return 0 if total >= LEAST_OF_ALL and all(share(noticed[part], made[part]) >= LEAST_OF_A_PART for part in made) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
