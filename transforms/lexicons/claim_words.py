"""Words that tell what kind of claim a sentence makes, by dictionary form. Compiled by hand for this project."""

_WRONGDOING_VERBS = """
abuse assassinate assault beat bribe cheat con conspire cover deceive defraud discriminate embezzle exploit extort
falsify harass hijack intimidate kidnap launder lie loot manipulate massacre mislead molest murder overcharge perjure
persecute plagiarise plagiarize plunder rape rig rob scam smuggle stab steal swindle threaten torture upcharge violate
"""
WRONGDOING_VERBS = frozenset(_WRONGDOING_VERBS.split())

ACCUSING_VERBS = frozenset({"accuse", "allege", "blame", "charge", "convict", "indict", "prosecute", "arraign", "denounce"})
"""Verbs that put a wrong to somebody."""

_WRONGS = """
abuse assault atrocity bribe bribery brutality complicit corrupt corruption crime criminal cronyism culprit
embezzlement extortion fraud fraudulent genocide guilt guilty harassment hypocrisy incitement liar libel lie
malpractice massacre mastermind misconduct misuse murder negligence nepotism perjury plagiarism rape rapist sabotage
scam slander theft thief torture treason trespass wrongdoing
"""
WRONGS = frozenset(_WRONGS.split())

PROMISING_CUES = frozenset({
    "promise", "pledge", "vow", "commit", "undertake", "swear", "offer", "agree", "threaten", "intend", "plan", "guarantee",
    "assure",
})
"""Verbs by which the subject binds itself."""

ACCUSING_CUES = frozenset({"accuse", "allege", "blame", "charge"})
"""Cues whose content is a wrong."""

FORECASTING_VERBS = frozenset({"forecast", "predict", "project", "foresee", "anticipate", "expect"})

TREND_VERBS = frozenset({
    "rise", "fall", "increase", "decrease", "drop", "grow", "decline", "climb", "jump", "plunge", "soar", "shrink", "double",
    "triple", "halve", "surge", "slump", "tumble", "plummet", "quadruple", "dip", "rebound", "slide", "widen", "narrow",
    "outnumber", "exceed", "total", "average", "cost",
})
"""Verbs that state an amount or how it moves."""

_CAUSAL_VERBS = """
affect aggravate allow alter boost cascade cause compel contribute curb cut damage deter disrupt drive ease enable
encourage endanger enhance exacerbate force fuel hamper harm heighten help hinder hurt impair improve induce influence
inhibit lead limit lower make prevent produce prompt propel protect provoke reduce result shape slow spark spur stem
stifle stimulate strengthen threaten trigger undermine weaken worsen
"""
CAUSAL_VERBS = frozenset(_CAUSAL_VERBS.split())

CAUSAL_PHRASES = (
    "because", "due to", "thanks to", "as a result", "led to", "leads to", "lead to", "leading to", "results in", "resulted in",
    "linked to", "associated with", "correlated with", "correlates with", "attributed to", "owing to", "stems from",
    "stemmed from", "risk of", "contributed to", "contributes to", "contributing to", "on account of", "the cause of",
    "the reason for", "reasons for", "leading reasons", "side effects",
)
"""Words that tie a cause to its effect."""

RULE_NOUNS = frozenset({
    "law", "rule", "regulation", "legislation", "statute", "requirement", "ban", "mandate", "policy", "licence", "license",
    "permit", "directive", "treaty", "constitution", "provision", "act", "deadline", "eligibility", "protocol", "quota",
    "procedure", "code",
})
RULE_VERBS = frozenset({
    "require", "ban", "prohibit", "forbid", "permit", "oblige", "mandate", "entitle", "bar", "restrict", "regulate", "exempt",
    "outlaw", "authorise", "authorize", "legalise", "legalize", "qualify", "stipulate",
})
RULE_ADJECTIVES = frozenset({"illegal", "legal", "mandatory", "compulsory", "lawful", "unlawful", "eligible", "obliged", "exempt",
                             "required", "unconstitutional", "tax-deductible", "ineligible", "liable"})

SUPPORT_VERBS = frozenset({
    "support", "back", "endorse", "oppose", "favour", "favor", "reject", "champion", "welcome", "resist", "embrace",
})
POLICY_NOUNS = frozenset({
    "bill", "plan", "proposal", "policy", "reform", "measure", "law", "candidate", "candidacy", "ban", "amendment", "deal",
    "treaty", "agreement", "legislation", "idea", "move", "cut", "tax", "strike", "sanction", "resolution", "referendum",
    "initiative", "motion", "independence", "membership", "change", "scheme", "levy",
})

_EVALUATIVE = """
absurd admirable amateurish amazing angry appalling appropriate astonishing attractive awesome awful awkward bad
baffling beautiful best better bizarre bland bold boring brave brilliant broken careless charming cheap clever clumsy
comfortable compelling confusing convenient cool cosy coward cozy crazy critical crucial cruel dangerous daring
dazzling decent delicious delightful depressing desirable desperate difficult disappointing disaster disastrous
disgrace disgraceful disgusting dreadful dull easy effective effortless elegant embarrassing enjoyable essential
excellent exceptional exciting extraordinary fabulous fair fantastic fascinating favorite favourite fine flawed
foolish fortunate fun funny futile generous glorious good gorgeous graceful gracious great gripping handy happy hard
harsh heartbreaking helpful hilarious honest hopeless horrible horrific horrifying ideal imperative important
impossible impressive inadequate inappropriate incredible inevitable ingenious insane inspiring intense interesting
intriguing invaluable irresponsible joke key lame lazy lively lovely lucky ludicrous magical magnificent majestic
masterpiece meaningful meaningless memorable mess messy misguided mistake mistaken moving naive nasty necessary nice
nonsense obvious odd original outrageous outstanding overdue overrated painful pathetic perfect pleasant pleased
poignant pointless poor powerful practical precious pretty priceless promising proud puzzling questionable radical
rational reasonable reckless refreshing remarkable rewarding ridiculous right risky rubbish sad satisfying scandal
scary seamless sensational sensible serious shame shameful shocking silly sloppy smart solid special spectacular
splendid strange striking stunning stupid stylish sublime success superb superior surprised surprising tedious
terrible terrific terrifying thoughtful thrilled thrilling tiresome tough tragedy tragic tricky troubling ugly
unacceptable unbelievable unfair unforgettable unfortunate unhelpful unique unnecessary unpleasant unreasonable
unthinkable unwise urgent useful useless valuable vibrant vital warm weak weird wise wonderful worried worrying worse
worst worth worthwhile worthy wrong
"""
EVALUATIVE = frozenset(_EVALUATIVE.split())

ATTITUDE_VERBS = frozenset({
    "think", "believe", "feel", "hope", "wish", "love", "hate", "like", "enjoy", "prefer", "recommend", "suggest", "advise",
    "urge", "deserve", "admire", "regret", "fear", "doubt", "trust", "appreciate", "shine", "excel", "disappoint", "impress",
    "delight", "dazzle", "matter", "fascinate", "underestimate", "insist", "shock", "struggle", "evoke", "resonate", "captivate",
    "capture",
})

STATIVE_VERBS = frozenset({
    "be", "have", "own", "contain", "include", "feature", "consist", "belong", "know", "understand", "mean", "depend", "involve",
    "live", "stand", "lie", "remain", "stay", "seem", "appear", "look", "exist", "represent", "resemble", "cover", "sit", "tend",
    "need", "want", "use", "focus", "believe", "think", "love", "like", "read", "reflect", "describe", "suggest", "refer", "keep",
    "work", "range", "span", "extend", "measure", "weigh", "serve", "host", "house", "offer", "hold", "bring",
})
"""Verbs of states, properties and habits rather than of things that happen."""
