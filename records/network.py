"""Which addresses lie on the open internet: asked before anything that a setting or a stranger named is fetched."""

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
"""IPv4-compatible addresses (deprecated by RFC 4291), which some systems still route to the IPv4 host within."""

_LATE = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16")))
"""Ranges for special purposes (IANA) that some versions of Python take for open; one cloud keeps its figures there."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; addresses that wrap another are judged by that one.

    Raises ValueError for what is no IP address.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64 or ip in _COMPATIBLE:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _LATE)
