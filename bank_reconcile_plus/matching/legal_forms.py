"""Legal forms and titles: the words of a name that say what the party is, not who.

Banks cut them off, people leave them out, so two names are compared without them and, when that leaves a tie, with
them. Dots are gone before the comparison (``S.r.l.`` is ``srl``). One row a country or group of countries; the words
are those of the national company registers.

>>> sorted(LEGAL_FORMS & {"bv", "gmbh", "bakker"})
['bv', 'gmbh']
"""

from __future__ import annotations

#: country -> words, folded, without dots
FORMS_BY_COUNTRY = {
    "AT": "gmbh ag kg og eu gesmbh keg oeg ges mbh",
    "AU": "pty ltd",
    "BE": "bv nv bvba sprl sa srl vof commv cvba scrl cv sc asbl vzw snc gcv",
    "BG": "ood eood ad ead et",
    "CH": "ag gmbh sa sarl sagl kmg kollg klg",
    "CY": "ltd plc",
    "CZ": "sro as vos ks spol zs",
    "DE": "gmbh ag kg ohg ug ek ev eg gbr kgaa se mbh ekfm ekfr partg partgmbb haftungsbeschrankt",
    "DK": "aps as is ks ivs amba fmba",
    "EE": "ou as tu uu fie mtu",
    "ES": "sl sa slu sau sll slne cb sc sccl scoop",
    "FI": "oy oyj ab abp ky ay tmi osk ry",
    "FR": "sarl sas sa eurl sasu sci snc scop scp selarl ei eirl gie scs",
    "GB": "ltd limited plc llp lp cic co company",
    "GR": "ae epe ike oe ee mepe",
    "HR": "doo dd jdoo obrt",
    "HU": "kft zrt nyrt bt kkt rt ev",
    "IE": "ltd limited plc dac clg ulc teo",
    "IS": "ehf hf sf",
    "IT": "srl spa sapa snc sas srls scarl sc onlus",
    "LT": "uab ab mb iį vsi",
    "LU": "sarl sa scs sca secs",
    "LV": "sia as ik",
    "NL": "bv nv vof cv ba mts maatschap eenmanszaak stichting ubbo",
    "NO": "as asa ans da enk ba sa nuf",
    "PL": "sp zoo sa sc spj spk spp ska psa",
    "PT": "lda sa unipessoal sgps ei crl",
    "RO": "srl sa pfa snc scs ii",
    "SE": "ab hb kb ef",
    "SI": "doo dd dno kd sp",
    "SK": "sro as vos ks spol",
    "TR": "as ltd sti",
    "US": "inc corp llc llp lp co corporation incorporated company pc",
}
#: words before or after a person's name
TITLES = "mr mrs ms miss dr prof ing herr frau mme mlle m mevr dhr hr fr sr sra dott sig ir drs mag dipl"
#: words between names that people write in many ways
CONNECTIVES = "and und en et e y i og och ja the der die das de la le les den het"

LEGAL_FORMS = frozenset(word for words in FORMS_BY_COUNTRY.values() for word in words.split())
TITLE_WORDS = frozenset(TITLES.split())
CONNECTIVE_WORDS = frozenset(CONNECTIVES.split())
