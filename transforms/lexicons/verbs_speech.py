"""Verbs whose subject speaks. Compiled by hand from the usage of English-language news; `cues.en.tsv` has more cues."""

SPEECH_VERBS = frozenset({
    "accuse", "acknowledge", "add", "admit", "advise", "affirm", "agree", "allege", "announce", "answer", "argue", "ask",
    "assert", "assure", "believe", "boast", "call", "caution", "claim", "comment", "complain", "concede", "conclude", "confess",
    "confirm", "continue", "counter", "declare", "demand", "deny", "describe", "disclose", "emphasise", "emphasize", "estimate",
    "explain", "express", "hope", "insist", "joke", "lament", "maintain", "mention", "muse", "note", "observe", "pledge",
    "predict", "promise", "protest", "question", "quip", "recall", "recommend", "recount", "reiterate", "remark", "remember",
    "repeat", "reply", "report", "respond", "retort", "reveal", "say", "speak", "state", "stress", "suggest", "tell", "testify",
    "think", "tweet", "urge", "vow", "warn", "wonder", "write",
})
"""Lemmas of verbs with which news reports what somebody said, wrote or thinks."""
