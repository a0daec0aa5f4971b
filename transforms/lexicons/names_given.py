"""Given names that nearly always belong to men or to women.

Compiled by hand from common knowledge: names frequent in the English-speaking world
and in world news, without those that are often surnames, places or borne by both sexes. They help to tell persons
from organisations and to read `he` and `she`; no gender is ever published.
"""

_MALE = """
aaron abdul abdullah abraham adam adrian ahmad ahmed akira alan albert alejandro alex alexander alexei alfred ali
alistair allen alvin amir anatoly andre andreas andrei andrew angelo anthony antonin antonio antony arnold arthur
arturo ashraf barack barry bashar ben benjamin bernard bernie bill billy bob bobby boris brad bradley brandon brendan
brett brian bruce bryan carl carlos cesar charles charlie chris christian christopher chuck clarence claude clifford
colin craig daniel danny darren dave david dean dennis derek dick diego dmitri dmitry dominic don donald doug douglas
duncan dwight ed eddie edgar eduardo edward edwin elijah elliot emmanuel enrique eric erik ernest ethan eugene evan
felipe felix fernando francesco francisco frank franklin fred frederick fumio gabriel gareth gary gavin geoff geoffrey
george gerald gerard gerhard gilbert giorgio giovanni giuseppe glenn graham greg gregory guillermo gustavo guy hans
harold harry harvey hassan hector helmut henri henry herbert herman hirokazu hiroshi howard hugh hugo hussein ian
ibrahim igor ivan jack jacob jacques jake jamal james jared jason javier jay jean-claude jean-luc jeff jeffrey jeremy
jerome jerry jesse jim jimmy joaquin joe joel john johnny jon jonathan jorge jose joseph josh joshua josé juan julian
julio justin jürgen karl keith ken kenji kenneth kevin khalid klaus konstantin kurt kyle larry lars lawrence leo leon
leonard leonid liam lionel lloyd louis lucas luis luiz lukas luke mahmoud malcolm manuel marc marco marcus mario mark
markus martin marvin mathew matt matteo matthew maurice max maxim mehmet michael miguel mike mikhail milan mitch mitt
mohamed mohammad mohammed muhammad mustafa narendra nathan nathaniel neil nelson nicholas nick nicolas nigel nikolai
noah norman oleg oliver omar osama oscar oswald otto owen pablo pascal patrick paul paulo pavel pedro pete peter petr
phil philip philippe pierre rafael rahm rahul ralph ramon randy raul ray raymond recep ricardo richard rick rob robert
roberto rodrigo roger roland roman ron ronald ross roy rupert russell ryan salman salvador sam samuel satoshi scott
sean sebastian serge sergei sergey sergio seth shane shaun shinzo sidney silvio simon stanley stefan stephen steve
steven stewart stuart takeo takeshi ted terrence terry theodore thomas tim timothy toby todd tom tommy tony travis
trevor tyler usman vernon viktor vincent vinod vladimir volodymyr walter warren wayne werner wilhelm william willie
wolfgang xavier yasser yitzhak yuri yusuf zachary
"""

_FEMALE = """
abigail adele agnes aisha alexandra alice alicia alison allison amanda amber amelia amina amy ana anastasia angela
angelina anita ann anna anne annie antonia audrey barbara beatrice becky bella bernadette beth betty beverly brenda
bridget brittany camila camilla carla carmen carol carole caroline carolyn catherine cathy cecilia celia charlene
cheryl christina christine cindy claire clara claudia colleen condoleezza constance courtney crystal cynthia daniela
danielle dawn debbie deborah debra denise diana diane dolores donna dora doris dorothy edith eileen elaine eleanor
elena elisabeth elise elizabeth ellen emily emma erica erika erin esther ethel eva eve evelyn fatima fiona frances
gabriela gabrielle gail geraldine gertrude gina giorgia gladys gloria grace greta gwen hannah harriet hazel heather
heidi helen helena hilary hillary ilhan ines ingrid irene irina iris isabel isabella isabelle ivanka jacinda jackie
jacqueline jane janet janice jasmine jeanne jen jennifer jenny jessica jill jo joan joanna joanne jodie josephine
joyce juana judith judy julia juliana julie kamala karen karin kate katherine kathleen kathryn kathy katie katrina
kayla kimberly kirsten kristen kristin kristina lara laura lauren leila lena leonora lillian lily linda lisa lois
lorraine louise lucia lucille lucy lydia lynn madeleine maggie malala margaret margarita maria marianne marie marilyn
marina marjorie marta martha mary maureen megan melania melanie melissa meredith mia michelle mildred mina miranda
miriam molly monica nadia nancy naomi natalia natalie natasha nicola nicole nina nora norma olena olga olivia pamela
patricia patty paula pauline penelope penny phyllis priscilla priya rachel rebecca regina renee rhonda rita roberta
rosa rosalind rose rosemary roxanne ruth sabrina sadia sally samantha sandra sara sarah serena sharon sheila shirley
silvia simone sonia sophia sophie stacey stella stephanie sue susan susanna suzanne svetlana sylvia tamara tanya tara
tatiana teresa theresa therese tiffany tina ursula valentina valerie vanessa vera veronica victoria viola violet
vivian wanda wendy yoko yolanda yulia yvonne zainab zara zoe
"""

MALE_GIVEN_NAMES = frozenset(_MALE.split())
FEMALE_GIVEN_NAMES = frozenset(_FEMALE.split())
GIVEN_NAMES = MALE_GIVEN_NAMES | FEMALE_GIVEN_NAMES
