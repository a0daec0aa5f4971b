"""Lines that belong to the site and not to the story: boilerplate (browser, cookie, copyright, share buttons) and promotion
(advertisements, newsletters, links to other stories).

Every rule must match a whole, short line. Where a story may report on the same thing ("the company's privacy policy", "the
browser is no longer supported"), the rule asks for the site's own voice: an imperative, "we", "our", "your".
"""

import re
from collections.abc import Sequence

_END = r"[.:!…]*"
_PLATFORM = (
    r"(?:facebook|twitter|x|whats\ ?app|linkedin|pinterest|reddit|telegram|bluesky|flipboard|e-?mail|messenger|threads"
    r"|instagram|tiktok|youtube)"
)
_NEWSLETTER = r"(?:newsletters?|e-?mails?|alerts?|podcast|channel|briefing|bulletin)"

_BOILERPLATE = re.compile(
    rf"""
    # browser, script and cookie notices
    (?:java\ ?script|your\ browser|this\ browser|IE\ ?\d+)\ (?:is\ )?
        (?:not\ supported|no\ longer\ supported|disabled|required){_END}
    | (?:please\ )?(?:update|upgrade)\ your\ browser\b.*
    | (?:please\ |you\ (?:need|must|have)\ to\ )(?:enable|turn\ on|activate)\ (?:cookies|java\ ?script)\b.*
    | (?:(?:this|our)\ (?:web)?site|we(?:\ and\ our\ (?:\w+\ ){{0,3}}partners)?)\ uses?\ (?:\w+\ )?cookies\b.*
    | (?:accept|reject|manage|allow)\ (?:all\ )?(?:cookies?|cookie\ (?:settings|preferences)){_END}
    # terms and privacy
    | (?:(?:read|see|view)\ )?(?:our\ )?(?:cookie|privacy)\ (?:policy|settings|preferences|notice|statement)
        (?:\ (?:and|&|\|)\ [\w\ ]{{3,40}})?{_END}
    | by\ (?:continuing|using|clicking|signing\ up|submitting|subscribing|registering)\b.{{0,120}}
        \b(?:you|I)\ (?:\w+\ )?(?:agree|accept|consent|confirm)\b.*
    | (?:terms|conditions)\ (?:of\ (?:use|service)|and\ conditions)(?:\ (?:apply|and|&|\|)\b[\w\ ]{{0,40}})?{_END}
    # copyright
    | ©.* | copyright\ (?:©|\(c\)|\d{{4}}).*
    | this\ (?:material|article|content|story|report)\ (?:may\ not|cannot|must\ not)\ be
        \ (?:published|reproduced|copied|republished)\b.*
    # buttons and navigation
    | (?:skip|jump)\ to\ (?:main\ |the\ )?(?:content|navigation|article|footer|search)\b.{{0,40}}
    | (?:log|sign)\ ?(?:in|out)(?:\ (?:to|or)\ [\w\ ]{{2,60}})?{_END}
    | (?:home|menu|search|close|register|create\ an\ account|my\ account|back\ to\ top|loading|next|previous|more
        |(?:toggle|open)\ (?:menu|navigation|search)|comments?|reply|report|gift\ this\ article|link\ copied|copied\ to\ clipboard
        |font\ size|text\ size|listen\ to\ (?:this\ )?article|article\ content|hide\ caption|toggle\ caption
        |enlarge\ (?:this\ )?image|view\ image\ in\ fullscreen|abstract|full\ text|end\ of\ (?:document|article)
        |(?:this\ )?(?:page|video|content)\ is\ (?:not\ available|unavailable)|read\ preview){_END}
    | (?:share|save|print|tweet|post|pin|like|bookmark|copy|{_PLATFORM})
        (?:[\ ,|/&+•]+
            (?:this|on|to|via|with|by|article|story|page|link|options|save|print|now|friends?|share|copy|copied|{_PLATFORM}))*{_END}
    | \d+\ (?:comments?|shares?|likes?|views?){_END}
    | (?:show|hide|view|leave|add|post|read|join|see|load)\ (?:(?:all|the|a|your|more|our|\d+)\ )*
        (?:comments?|conversation|discussion|replies){_END}
    | (?:(?:estimated\ )?(?:reading|read)\ time:?\ )?(?:about\ )?\d{{1,3}}[\ -]?min(?:ute)?s?
        \ (?:read|of\ reading|to\ read|watch|listen){_END}
    | you\ must\ (?:confirm|log\ in|sign\ in|be\ logged\ in|register)\b.{{0,120}}
    | please\ log\ ?(?:in|out)\b.{{0,160}} | .{{0,80}}\?\ log\ in\ or\ create\ an\ account\b.{{0,60}}
    | already\ have\ an\ account\?.{{0,60}}
    | would\ you\ like\ to\ comment\b.{{0,60}} | (?:please\ )?read\ our\ comment(?:s|ing)?\ (?:policy|guidelines)\b.{{0,60}}
    | sign\ up\b.{{0,60}}\bor\ (?:sign|log)\ in\b.{{0,40}}
    """,
    re.IGNORECASE | re.VERBOSE,
)

# The same, told by words that may stand anywhere in the line: looked for only in lines that hold one of the marks below, since
# every paragraph of every article is asked.
_MARKED_BOILERPLATE = re.compile(
    r"""
    # browser, script and cookie notices
    (?=.*\b(?:browser|internet\ explorer|IE\ ?\d+|java\ ?script)\b)
        (?=.*\b(?:support(?:ed)?|unsupported|outdated|upgrade|optimal|best|enabled?|turn(?:ed)?\ (?:it\ )?on|disabled|update)\b)
        (?=.*\b(?:your|you|our|please|this\ (?:site|website|page|video|content|feature))\b).*
    | .{0,240}\bread\ our\ (?:privacy|cookie)\ (?:policy|notice|statement)\b.{0,60}
    | .{0,160}\ball\ rights\ reserved\b.{0,160}
    | .{0,120}\breproduced\ without\ (?:prior\ )?(?:written\ )?(?:permission|consent)\b.*
    # affiliate notices
    | (?=.*\b(?:commissions?|affiliate)\b)
        (?=.*\b(?:links?|purchases?|buying\ through|you\ (?:buy|click)|this\ (?:page|site|article))\b)
        (?=.*\b(?:we|our|this\ (?:page|site|article|post)|may\ (?:earn|receive))\b).*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BOILERPLATE_MARKS = ("browser", "explorer", "script", "ie", "reserved", "reproduced", "read our", "commission", "affiliate")

_LINK_LABEL = r"""(?:
    related|related\ (?:articles?|stories|story|content|coverage|links?|topics?|posts?|reading|tags|news|videos?)
    |recommended|recommended\ (?:for\ you|stories|articles|reading|videos?)
    |(?:most\ (?:read|popular|viewed|watched|shared)|trending(?:\ now)?|popular\ now|top\ stories
        |latest\ (?:news|stories|videos?))(?:\ (?:in|on|from|stories)\b[\w\ ]{0,40})?
    |editor['’]?s['’]?\ picks?|up\ next|what\ to\ read\ next|you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)
    |don['’]t\ miss|must[\ -]reads?|(?:also|see)\ (?:read|also)|keep\ reading|continue\ reading|further\ reading|explore\ more
    |tags?|topics|filed\ under|now\ playing|featured\ videos?|suggested\ (?:articles|videos?)|in\ this\ (?:article|story)
    |(?:read|see|watch|listen|hear|view|learn|find\ out|discover)\ (?:more|also|next|live)|watch|listen|more
    |more\ (?:stories|news|coverage|on\ this(?:\ (?:story|topic))?))"""

_PROMO = re.compile(
    rf"""
    # advertisements
    \[?(?:advertisement|advertising|advert|ad|sponsored(?:\ content)?|promoted(?:\ content)?
        |paid\ (?:content|post|partnership))\]?{_END}
    | sponsored\ by\ .{{1,60}}
    | (?:advertisement\ ?\d*\ ?)?(?:this\ )?(?:article|story)\ continues\ (?:below|after)(?:\ (?:this|the))?
        (?:\ (?:ad|advertisement|(?:newsletter\ )?promotion|video))?{_END}
    | (?:skip|scroll)\ (?:past|to\ continue|advertisement)\b.{{0,60}}
    # newsletters, subscriptions, membership
    | (?:[^.?!]{{1,60}}\?\ )?(?:subscribe|sign\ up|register)
        (?:\ (?:to|for|now|today|here|free|and|with|below|via)\b.{{0,220}})?{_END}
    | (?:check\ out|get|read|see|catch\ up)\b.{{0,120}}\bsign(?:ing)?\ up\ (?:to|for)\ our\b.{{0,80}}
    | (?:get|receive)\ .{{0,120}}\b(?:newsletters?|(?:in|to)\ your\ inbox|by\ e-?mail|breaking\ news\ alerts?)\b.*
    | our\ (?:free\ |daily\ |weekly\ |morning\ )*newsletters?\b[^.]{{0,60}}
    | (?:already\ a\ subscriber|become\ a\ (?:member|subscriber)|support\ (?:our|independent)\ journalism|start\ your\ free\ trial
        |unlock\ this\ article|this\ (?:article|content|story)\ is\ (?:only\ )?(?:for|available\ to|reserved\ for|exclusive\ to)
            \ (?:[\w+]+\ ){{0,3}}(?:subscribers|members))\b.{{0,200}}
    | (?:(?:get|enjoy|start|for|subscribe\ for)\ [^.?!]{{0,60}})?\bunlimited\ (?:digital\ )?access\b.{{0,160}}
    | download\ (?:and\ \w+\ (?:to\ )?)?(?:the|our)\b.{{0,60}}\bapp\b.{{0,200}}
    # social media and contact
    | (?:[^.?!]{{1,60}}\?\ )?(?:follow|like|join|find)
        \ (?:us|me|him|her|them|@\w+|our\ \w+|(?:\w+\ ){{0,4}}\w+)\ (?:on|via|at)
        \ (?:our\b|google\ news|social\ media|{_PLATFORM}\b).{{0,160}}
    | follow\ us\b.{{0,80}}
    | (?:join|download|get)\ (?:our|the)\ (?:[\w\ ]{{0,30}}\ )?(?:whats\ ?app|app|telegram|discord|channel)\b.{{0,160}}
    | (?:click|tap)\ (?:here|to\ (?:enlarge|expand|share|subscribe|read|view|watch|play))\b.{{0,160}}
    | (?:have|got)\ (?:you\ got\ )?a\ (?:news\ )?(?:tip|story)\b.{{0,60}}\?.{{0,200}}
    | do\ you\ have\ a\ (?:news\ )?(?:tip|story)\b.{{0,200}} | share\ your\ story{_END}
    | (?:contact|e-?mail|reach|write\ to)\ (?:us|the\ (?:author|reporter|writer)|our\ \w+|him|her|them)
        \ (?:at|on|via|by|here)\b.{{0,160}}
    | (?:[•·–—-]\ ?)?(?:contact|e-?mail|reach|write\ to)\b.{{0,100}}\S@\w[\w-]*\.\w.{{0,80}}
    | [^.?!]{{1,120}}\?\ (?:get\ in\ touch|let\ us\ know|tell\ us|contact\ us|e-?mail\ us)\b.{{0,120}}
    | follow\ (?:along\b|(?:all\ )?the\ latest\b|our\ live\b).{{0,80}}\b(?:below|here|blog|page|feed){_END}
    | (?:buy|order|shop|pre-?order)\ (?:now|it\ now|here)\b.{{0,80}}
    # links to other stories
    | {_LINK_LABEL}{_END}
    | {_LINK_LABEL}\ ?(?:[:|»>]|\ [–—-]\ ).{{1,220}}
    | (?:read|see|watch|listen\ to|view)\ (?:more|the\ full\ (?:story|article|report|interview|video)|next)
        \ (?:on|about|at|from|here|in|of|by|our|stories|news)\b.{{0,200}}
    | more\ (?:(?:stories\ |news\ )?from|on\ this)\ [^.?!]{{1,60}}
    | (?:video|podcast)\ ?[:|]\ .{{1,160}}
    | (?:this\ (?:article|story|piece|post)|the\ post\ .{{1,160}})\ (?:was\ )?(?:originally|first)
        \ (?:appeared|published)\b.{{0,200}}
    | this\ (?:article|story|piece)\b[^.]{{0,120}}\bwas\ (?:\w+\ )?(?:written|produced|supported|funded)\b
        .{{0,120}}\b(?:by|with)\ .*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKED_PROMO = re.compile(
    rf"""
    .{{0,120}}[,.!?]\ (?:subscribe|sign\ up)\ (?:to|for)\ (?:our|my|the|a)\b.{{0,80}}\b{_NEWSLETTER}\b.{{0,40}}
    | .{{0,80}}\bsupport(?:ing|s)?\ (?:our|independent)\ (?:[\w-]+\ ){{0,2}}journalism\b.*
    | .{{0,220}}\b(?:straight|direct(?:ly)?|delivered|right)\ to\ your\ (?:inbox|phone|e-?mail)\b.*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PROMO_MARKS = ("subscribe", "sign up", "to your", "journalism")


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is site furniture that says nothing about the story."""
    return _matches(line, _BOILERPLATE, _MARKED_BOILERPLATE, _BOILERPLATE_MARKS)


def is_promo(line: str) -> bool:
    """Whether a whole line advertises, asks for something or leads to another story."""
    return _matches(line, _PROMO, _MARKED_PROMO, _PROMO_MARKS)


def _matches(line: str, whole: re.Pattern[str], marked: re.Pattern[str], marks: Sequence[str]) -> bool:
    if whole.fullmatch(line) is not None:
        return True
    folded = line.casefold()
    return any(mark in folded for mark in marks) and marked.fullmatch(line) is not None
