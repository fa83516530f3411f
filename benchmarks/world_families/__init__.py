"""Families of ReconBench worlds: one module a family, data only; the machinery beside them.

>>> sorted(FAMILIES)[:3]
['alps', 'america', 'bosporus']
"""

from . import alps, america, bosporus, britain, danube, gulf, iberia, india, italy, lowlands, nordics, pacific, poland

FAMILIES = {
    module.FAMILY.name: module.FAMILY
    for module in (
        poland,
        italy,
        iberia,
        nordics,
        danube,
        bosporus,
        america,
        britain,
        india,
        alps,
        lowlands,
        pacific,
        gulf,
    )
}
