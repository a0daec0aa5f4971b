"""Short forms of given names, under which people are known. Compiled by hand from common knowledge."""

from collections.abc import Mapping
from types import MappingProxyType

_LINES = """
alexander alex sandy
alexandra alex sandra
andrew andy drew
anthony tony
antonio tony
barbara barb
benjamin ben
bernard bernie
catherine cathy kate
charles charlie chuck
christina tina
christine chris
christopher chris
daniel dan danny
david dave
deborah debbie deb
donald don
douglas doug
edward ed eddie ted
edwin ed
elizabeth beth betty liz lizzie
eugene gene
frederick fred
gerald jerry
gregory greg
henry harry hank
jacob jake
james jim jimmy
janet jan
jeffrey jeff
jennifer jen jenny
jessica jess
john jack johnny
jonathan jon
joseph joe
joshua josh
judith judy
katherine kate kathy katie
kathleen kathy
kenneth ken
kimberly kim
lawrence larry
leonard len lenny
louis lou
margaret maggie meg peggy
matthew matt
michael mike mick
mitchell mitch
nathaniel nate
newton newt
nicholas nick
pamela pam
patricia pat patty tricia
patrick pat
peter pete
philip phil
raymond ray
rebecca becky
richard dick rich rick
robert bob bobby rob
ronald ron ronnie
samuel sam
samantha sam
stephanie steph
stephen steve
steven steve
stuart stu
susan sue susie
terence terry
theodore ted teddy theo
thomas tom tommy
timothy tim
valerie val
victoria vicky
vincent vince
walter walt
william bill billy will
zachary zach
"""

NICKNAMES: Mapping[str, frozenset[str]] = MappingProxyType({
    full: frozenset(short) for line in _LINES.strip().splitlines() for full, *short in (line.split(),)
})
"""Given name -> its short forms, all in lower case."""
