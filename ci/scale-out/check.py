"""Three servers over one bucket: saves through all at once, and one killed while it saves. Usage: check.py BINARY

Versions are 1 to n, each acknowledged save is the version that it was told, and all servers tell the same. Prints what it
counted; ends non-zero at the first thing that does not hold.
"""

import itertools
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from servers import Server, s3

VERSIONS = "/datasets/hanbit-growth-lake/raw/customers/schema/versions"
busy = []
EQUAL, DIFFERENT, A_SERVER, KILLS = 24, 30, 2, 2


def save(server, policy):
    """The version and the hash that a save was acknowledged with; none when the server went away."""
    status, told = server.ask(VERSIONS, policy)
    # It says to come again where others were faster until its deadline: on a busy machine.
    while status == 503:
        busy.append(policy)
        status, told = server.ask(VERSIONS, policy)
    if status == 0:
        return None
    assert status in (200, 201), f"a save failed with {status}: {told}"
    return told["version"], told["policyHash"]


def kept(server):
    """All versions that a server lists, oldest first."""
    found, cursor = [], ""
    while True:
        status, page = server.ask(f"{VERSIONS}?limit=50{cursor}")
        assert status == 200, f"versions cannot be listed: {status} {page}"
        found += page
        if len(page) < 50:
            return found[::-1]
        cursor = f"&cursor={page[-1]['version']}"


def holds(servers, acknowledged):
    """How many versions there are, once everything holds that must."""
    lists = [kept(server) for server in servers]
    assert all(versions == lists[0] for versions in lists), "the servers tell different versions"
    numbers = [version["version"] for version in lists[0]]
    assert numbers == list(range(1, len(numbers) + 1)), f"versions are not 1 to n: {numbers}"
    hashes = {version["version"]: version["policyHash"] for version in lists[0]}
    lost = [save for save in acknowledged if hashes.get(save[0]) != save[1]]
    assert not lost, f"acknowledged, but not kept: {lost}"
    return len(numbers)


def equal(servers):
    """Equal saves at the same moment: one version, of which all are told."""
    together = threading.Barrier(EQUAL)

    def one(server):
        together.wait()
        return save(server, {"equal": True})

    with ThreadPoolExecutor(EQUAL) as pool:
        told = set(pool.map(one, itertools.islice(itertools.cycle(servers), EQUAL)))
    assert len(told) == 1, f"equal saves were told different versions: {told}"
    return list(told)


def different(servers, run, gone=lambda done: None):
    """Different saves, some at once through each server; `gone` is told after each how many are done."""
    done, lock = itertools.count(1), threading.Lock()

    def one(number):
        told = save(servers[number % len(servers)], {"run": run, "number": number})
        with lock:
            gone(next(done))
        return told

    with ThreadPoolExecutor(A_SERVER * len(servers)) as pool:
        told = list(pool.map(one, range(DIFFERENT)))
    return [save for save in told if save], told.count(None)


def killed(servers, run):
    """The same, while a server is killed in the middle: the others go on."""
    victim = servers[run % len(servers)]
    survivors = [server for server in servers if server is not victim]
    acknowledged, refused = different(servers, run, lambda done: done == DIFFERENT // 3 and victim.kill())
    assert refused, "nobody was served by the server that was killed"
    versions = holds(survivors, acknowledged)
    victim.start()
    assert holds(servers, acknowledged) == versions, "a server that starts changes what is kept"
    return acknowledged, refused


def main(binary):
    began, url = time.monotonic(), s3()
    servers = [Server(binary, url) for _ in range(3)]
    try:
        acknowledged = equal(servers)
        assert holds(servers, acknowledged) == 1, "equal saves made more than one version"
        print(f"{EQUAL} equal saves through 3 servers at once: 1 version")
        told, refused = different(servers, "calm")
        acknowledged += told
        assert not refused, "a server went away"
        assert len(set(told)) == len(told) == DIFFERENT, "a number was given twice"
        print(f"{DIFFERENT} different saves, {3 * A_SERVER} at once: versions 1 to {holds(servers, acknowledged)}")
        unanswered = 0
        for run in range(KILLS):
            told, refused = killed(servers, run)
            acknowledged, unanswered = acknowledged + told, unanswered + refused
        versions = holds(servers, acknowledged)
        print(f"{KILLS} kills among {KILLS * DIFFERENT} saves: {unanswered} not answered, versions 1 to {versions}, 0 lost")
    finally:
        for server in servers:
            server.kill()
    print(f"{len(acknowledged)} acknowledged saves, all there, {len(busy)} told to come again, in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1])
