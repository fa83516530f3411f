"""Code lists of AEB43: common concepts and numeric currency codes. Data only.

Source: Cuaderno 43, annex 1 (conceptos comunes), names as the banks print them; ISO 4217 for the currencies.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "01": "Talones, reintegros",
    "02": "Abonarés, entregas, ingresos",
    "03": "Domiciliados, recibos, letras, pagos por su cuenta",
    "04": "Giros, transferencias, traspasos, cheques",
    "05": "Amortizaciones de préstamos, créditos",
    "06": "Remesas de efectos",
    "07": "Suscripciones, dividendos pasivos, canjes",
    "08": "Dividendos, cupones, prima de junta, amortizaciones",
    "09": "Operaciones de bolsa, compra o venta de valores",
    "10": "Cheques gasolina",
    "11": "Cajero automático",
    "12": "Tarjetas de crédito, tarjetas de débito",
    "13": "Operaciones con el extranjero",
    "14": "Devoluciones e impagados",
    "15": "Nóminas, seguros sociales",
    "16": "Timbres, corretaje, pólizas",
    "17": "Intereses, comisiones, custodia, gastos e impuestos",
    "98": "Anulaciones, correcciones de asiento",
    "99": "Varios",
}
"""Concepto común -> what it is."""

RETURN_CONCEPTS = frozenset(("14", "98"))
"""Concepts that take an earlier entry back."""

CHEQUE_CONCEPTS = frozenset(("01",))
"""Concepts whose document number is the number of a cheque."""

NOTHING = "0 "
"""What fills a reference that nobody gave."""

CURRENCIES: dict[str, str] = dict(
    pair.split("=")
    for pair in (
        "978=EUR 840=USD 826=GBP 756=CHF 392=JPY 036=AUD 124=CAD 208=DKK 578=NOK 752=SEK 985=PLN 203=CZK 348=HUF "
        "946=RON 975=BGN 191=HRK 352=ISK 643=RUB 949=TRY 980=UAH 156=CNY 344=HKD 702=SGD 410=KRW 356=INR 360=IDR "
        "764=THB 458=MYR 608=PHP 901=TWD 704=VND 554=NZD 710=ZAR 504=MAD 012=DZD 788=TND 818=EGP 376=ILS 784=AED "
        "682=SAR 634=QAR 414=KWD 048=BHD 512=OMR 400=JOD 484=MXN 032=ARS 986=BRL 152=CLP 170=COP 604=PEN 858=UYU "
        "600=PYG 068=BOB 937=VEF 928=VES 188=CRC 214=DOP 320=GTQ 340=HNL 558=NIO 590=PAB 192=CUP 950=XAF 952=XOF "
        "566=NGN 404=KES 936=GHS 226=GQE 990=CLF 724=ESP 280=DEM 250=FRF 380=ITL 620=PTE 528=NLG 056=BEF"
    ).split()
)
"""Numeric code of ISO 4217 -> its letters; the last ones stand in archives from before 2002."""
