"""Words that are common everywhere and so tell no utterance from another: closed word classes of English and phrases of
courtesy. Compiled by hand. Words of direction, time and degree ('before', 'up', 'more') are left out: to exchange them changes
what is said.
"""

_FUNCTION_WORDS = """
a an the this that these those such i me my mine myself we us our ours ourselves you your yours yourself yourselves he
him his himself she her hers herself it its itself they them their theirs themselves who whom whose which what one ones
somebody someone anybody anyone everybody everyone something anything everything am is are was were be been being do
does did done doing have has had having will would shall should can could may might must get gets got going gonna go
goes let let's lets and or but so yet nor as if than then because while though although when where why how whether of in
on at by for with from to into about yes yeah ok okay oh well just very really much lot also too even still now here
there again thank thanks please sorry welcome good great morning afternoon evening night hello ladies gentlemen folks
god bless say says said know think mean like want see look come right
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

NEGATIONS = frozenset({
    "not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "cannot", "hardly", "against",
})
"""Words that turn a sentence into its opposite, beside all that end in n't."""
