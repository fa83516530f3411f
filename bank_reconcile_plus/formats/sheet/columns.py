"""Names of columns in the exports of banks, in the languages banks write, by what the column means.

Source: public descriptions of exports and the words of bookkeeping. The language of a name also tells how its bank
writes dates: only English headers leave day and month open.

>>> roles_of("Buchungstag"), roles_of("Amount (EUR)"), roles_of("Крайна сума")
({'date': 3}, {'amount': 2}, {})
>>> header_currency("Betrag in EUR"), header_currency("Amount (£)"), header_currency("Memo")
('EUR', 'GBP', '')
"""

from __future__ import annotations

import functools
import re
import unicodedata

_NAMES = {
    "date": """
        en: date | booking date | posting date | posted date | post date | date posted | transaction date | trans date
        en: tran date | posted | booked | booked on | booked at | entry date | process date | processed date
        en: trade date
        en: accounting date | transaction posted date | date utc | completed date | completed on | date completed
        en: completed date utc | payment date | created | created utc | created at | created date | payout date
        en: transaction date utc | finished on | settlement date | available on | date time | datetime | bookingdate
        en: transaction time | date of transaction | statement date | txn date | day | timestamp | tx date
        de: datum | buchungstag | buchungsdatum | buchung | buchungs datum | belegdatum | kaufdatum | umsatzdatum
        de: buchung am | abrechnungsdatum | transaktionsdatum | tag
        fr: date | date de comptabilisation | date comptable | date operation | date de l operation | date d operation
        fr: date d execution | date de transaction | date transaction | date de l ecriture | jour | date d ecriture
        nl: datum | boekingsdatum | boekdatum | transactiedatum | rentedatum | uitvoeringsdatum | datum boeking
        nl: transactiedatum tijd | verwerkingsdatum
        es: fecha | fecha contable | f contable | fecha operacion | fecha de operacion | f operacion | fecha movimiento
        es: fecha transaccion | fecha de la operacion | fecha de transaccion | fecha del movimiento | f oper | dia
        it: data | data contabile | data registrazione | data contabilizzazione | data operazione | data movimento
        it: data transazione | data esecuzione | data di registrazione
        pt: data | data mov | data movimento | data do movimento | data lancamento | data de lancamento | data operacao
        pt: data da operacao | data da transacao | dia | data lanc | data do lancamento
        sv: datum | bokforingsdatum | bokforingsdag | bokford | bokfort datum | transaktionsdatum | transaktionsdag
        no: dato | bokforingsdato | bokfort dato | bokfort | utfort dato | transaksjonsdato | betalingsdato
        da: dato | bogforingsdato | posteringsdato | bogfort dato | transaktionsdato | bogfort
        fi: pvm | paivamaara | kirjauspaiva | kirjauspvm | maksupaiva | tapahtumapaiva | tapahtumapvm
        pl: data | data ksiegowania | data zaksiegowania | data operacji | data transakcji
        cs: datum | datum zauctovani | datum provedeni | datum transakce | datum zaúčtovania | datum zuctovani | den
        sk: datum zauctovania | datum transakcie | datum uctovania
        hu: datum | konyveles datuma | konyvelesi datum | tranzakcio datuma | tranzakcio napja | konyveles napja | nap
        ro: data | data inregistrarii | data procesarii | data contabila | data tranzactiei
        tr: tarih | islem tarihi | kayit tarihi
        et: kuupaev | kande kuupaev | tehingu kuupaev
        lv: datums | darijuma datums
        lt: operacijos data | mokejimo data
        hr: datum knjizenja | datum transakcije | datum izvrsenja
        sl: datum knjizenja | datum prometa | datum transakcije
        ru: дата | дата проводки | дата операции | дата транзакции | дата платежа
        uk: дата | дата операції | дата проведення | дата транзакції
        bg: дата | дата на операцията | вальор дата
        el: ημερομηνια | ημ νια | ημερομηνια συναλλαγης | ημνια
        ca: data | data operacio | data d operacio
        ja: 日付 | 取引日 | 年月日 | お取引日
        zh: 日期 | 交易日期 | 记账日期 | 入账日期
        ko: 거래일 | 거래일자 | 날짜 | 거래일시
    """,
    "value_date": """
        en: value date | valuedate | effective date | interest date | value | value dt
        de: valuta | valutadatum | wertstellung | wertstellungstag | wertstellungsdatum | wert | valuta datum
        fr: date de valeur | date valeur | valeur | date val
        nl: valutadatum | rentedatum | valuta datum
        es: fecha valor | f valor | fecha de valor | valor
        it: data valuta | valuta | data di valuta
        pt: data valor | data de valor
        sv: valutadatum | valutadag | rantedatum
        no: rentedato | valutadato | valuteringsdato
        da: rentedato | valor | valordato | rente dato
        fi: arvopaiva | arvopvm
        pl: data waluty
        cs: datum valuty | valuta
        hu: erteknap | ertek nap
        ro: data valutei
        tr: valor | valor tarihi
        sl: datum valute
        ru: дата валютирования
        el: valeur | ημερομηνια valeur
        ca: data valor
    """,
    "amount": """
        en: amount | transaction amount | net amount | payment amount | value | net | total | booked amount
        en: total amount
        en: amount in account currency | local amount | billing amount | posted amount | sum | transaction value
        en: account amount | amount paid | signed amount | tran amount | txn amount
        de: betrag | umsatz | buchungsbetrag | betrag der buchung | umsatzbetrag | summe | betrag in kontowahrung
        de: transaktionsbetrag | netto | wert
        fr: montant | montant operation | montant de l operation | montant net | somme | montant de la transaction
        nl: bedrag | bedrag van de verrichting | transactiebedrag | mutatiebedrag | bedrag bij af
        es: importe | cantidad | monto | importe operacion | importe de la operacion | valor | importe neto | neto
        it: importo | importo operazione | ammontare | importo netto | importo in euro
        pt: montante | valor | importancia | quantia | valor da operacao | montante da operacao | valor lancamento
        pt: liquido | valor liquido
        sv: belopp | summa | transaktionsbelopp
        no: belop | sum
        da: belob | beløb | posteringsbelob | posteringsbeløb
        fi: maara | summa | rahamaara | maara euroa
        pl: kwota | kwota operacji | kwota transakcji | kwota ksiegowania
        cs: castka | objem | castka transakce | suma | zauctovana castka
        sk: suma | ciastka
        hu: osszeg | tranzakcio osszege | konyvelt osszeg
        ro: suma | valoare | suma tranzactiei
        tr: tutar | islem tutari | miktar
        et: summa
        lv: summa
        lt: suma
        hr: iznos
        sl: znesek
        ru: сумма | сумма операции | сумма платежа | сумма транзакции
        uk: сума | сума операції | сума транзакції
        bg: сума
        el: ποσο | ποσον
        ca: import | quantitat
        ja: 金額 | 取引金額
        zh: 金额 | 交易金额 | 发生额
        ko: 금액 | 거래금액
    """,
    "debit": """
        en: debit | debits | debit amount | money out | paid out | withdrawal | withdrawals | amount debit | out | spent
        en: withdrawal amount | withdrawals dr | payments | payment out | outgoing | debit dr | charges | debited amount
        en: amount out | withdrawal amt | expense | moneyout
        de: soll | belastung | lastschrift | ausgang | ausgaben | ausgabe | soll betrag | abgang | auszahlung
        de: belastungsbetrag | belastungen
        fr: debit | debits | montant debit | montant au debit | depense | retrait | sortie | depenses
        nl: af | debet | uitgaven | debit | uit | bedrag af | uitgave
        es: cargo | cargos | debe | debito | debitos | importe cargo | salida | salidas | retiro | retiros | gastos
        it: addebiti | addebito | uscite | dare | uscita | importo addebito
        pt: debito | debitos | saida | saidas | valor debito | despesas | despesa
        sv: uttag | ut | debet | utbetalning | uttaget
        no: ut | ut av konto | ut fra konto | debet | belastet | utgifter | uttak
        da: ud | debet | haevet | hævet | udgift | udbetaling
        fi: otto | menot | veloitus | otot
        pl: obciazenia | obciazenie | wyplata | wydatki | winien | wn | kwota obciazenia
        cs: vydaj | vydaje | debet | na vrub | odepsano | na tíži
        hu: terheles | tartozik | kiadas
        ro: debit | iesiri | suma debit
        tr: borc | cikan | borc tutari
        et: deebet | valjaminek
        lv: debets
        lt: debetas | islaidos
        hr: isplata | duguje | zaduzenje | terecenje
        sl: v breme | breme | odliv | bremenitev
        ru: дебет | списание | расход | расходы
        uk: дебет | списання | витрати | видаток
        bg: дебит
        el: χρεωση
        ca: carrec | deure
        ja: 出金 | お引出し | お支払金額 | 出金金額
        zh: 支出 | 借方 | 支出金额 | 借方金额
        ko: 출금 | 출금액 | 찾으신금액
    """,
    "credit": """
        en: credit | credits | credit amount | money in | paid in | deposit | deposits | amount credit | in | received
        en: deposit amount | deposits cr | payment in | incoming | credit cr | credited amount | amount in | lodgement
        en: lodgements | deposit amt | income | moneyin
        de: haben | gutschrift | eingang | einnahmen | einnahme | haben betrag | zugang | einzahlung
        de: gutschriftsbetrag | gutschriften
        fr: credit | credits | montant credit | montant au credit | recette | entree | versement | recettes
        nl: bij | credit | inkomsten | in | bedrag bij
        es: abono | abonos | haber | credito | creditos | importe abono | entrada | entradas | ingreso | ingresos
        es: deposito | depositos
        it: accrediti | accredito | entrate | avere | entrata | importo accredito
        pt: credito | creditos | entrada | entradas | valor credito | receitas | receita
        sv: insattning | insattningar | in | kredit | inbetalning
        no: inn | inn pa konto | inn til konto | kredit | godskrevet | inntekter | innskudd
        da: ind | kredit | indsat | indtaegt | indbetaling
        fi: pano | tulot | hyvitys | panot
        pl: uznania | uznanie | wplata | wplywy | ma | kwota uznania
        cs: prijem | prijmy | kredit | ve prospech | pripsano
        hu: jovairas | kovetel | bevetel
        ro: credit | intrari | suma credit
        tr: alacak | giren | alacak tutari
        et: kreedit | sissetulek
        lv: kredits
        lt: kreditas | pajamos
        hr: uplata | potrazuje | odobrenje | priljev
        sl: v dobro | dobro | priliv | dobropis
        ru: кредит | зачисление | приход | поступление | доход
        uk: кредит | зарахування | надходження
        bg: кредит
        el: πιστωση
        ca: abonament | haver
        ja: 入金 | お預入れ | お預り金額 | 入金金額
        zh: 收入 | 贷方 | 收入金额 | 贷方金额 | 存入
        ko: 입금 | 입금액 | 맡기신금액
    """,
    "indicator": """
        en: debit credit | dr cr | d c | cr dr | credit debit | debit or credit | dc | credit debit indicator | sign
        en: debit credit indicator | direction | cdtdbtind | d c indicator | drcr | transaction sign | debit credit code
        de: soll haben | s h | soll haben kennzeichen | umsatzart s h | vorzeichen | sollhaben | haben soll
        fr: sens | debit credit | sens de l operation | d c | signe
        nl: af bij | debet credit | bij af | d c | credit debet | af of bij
        es: debe haber | cargo abono | signo | d h | debito credito
        it: segno | dare avere | d a | addebito accredito
        pt: debito credito | d c | sinal | natureza
        sv: tecken | debet kredit
        no: debet kredit
        da: debet kredit
        fi: pano otto | merkki
        pl: strona | wn ma | obciazenie uznanie | znak
        cs: smer | smer platby | typ dc
        hu: irany | t j | terheles jovairas
        ro: debit credit | tip d c
        tr: borc alacak | b a
        et: deebet kreedit | deebet kreedit d c
        lv: d k | debets kredits
        lt: d k
        ru: дебет кредит | тип движения
        zh: 借贷 | 借贷标志 | 收支
    """,
    "balance": """
        en: balance | running balance | account balance | balance after transaction | ledger balance | closing balance
        en: balance after | available balance | new balance | running bal | resulting balance | end balance
        en: cleared balance | current balance | bal
        de: saldo | kontostand | saldo nach buchung | saldo in kontowahrung | neuer saldo | saldo nach | stand
        fr: solde | solde apres operation | solde du compte | nouveau solde | solde comptable
        nl: saldo | saldo na mutatie | saldo na trn | saldo na boeking | eindsaldo | saldo na transactie | saldo na
        es: saldo | saldo posterior | saldo disponible | saldo contable | saldo final
        it: saldo | saldo contabile | saldo disponibile | saldo finale | saldo progressivo
        pt: saldo | saldo contabilistico | saldo disponivel | saldo apos movimento | saldo final
        sv: saldo | bokfort saldo | behallning
        no: saldo | bokfort saldo
        da: saldo | bogfort saldo
        fi: saldo
        pl: saldo | saldo po operacji | saldo po transakcji | saldo koncowe
        cs: zustatek | zustatek po transakci
        sk: zostatok
        hu: egyenleg | konyvelt egyenleg | zaro egyenleg
        ro: sold | sold final | sold contabil
        tr: bakiye
        et: saldo | jaak
        lv: atlikums
        lt: likutis
        hr: stanje
        sl: stanje
        ru: остаток | баланс | остаток на счете
        uk: залишок | баланс
        bg: салдо
        el: υπολοιπο
        ca: saldo
        ja: 残高 | 差引残高
        zh: 余额 | 账户余额
        ko: 잔액
    """,
    "currency": """
        en: currency | ccy | account currency | currency code | cur | curr | curency | transaction currency
        de: wahrung | waehrung | kontowahrung | wahrung des kontos | whg
        fr: devise | monnaie | devise du compte | code devise
        nl: munt | valuta | muntsoort | munteenheid | devies
        es: moneda | divisa
        it: divisa | valuta | moneta
        pt: moeda | divisa
        sv: valuta
        no: valuta
        da: valuta | mont
        fi: valuutta
        pl: waluta | waluta operacji | waluta rachunku
        cs: mena | mena uctu
        hu: devizanem | penznem | deviza
        ro: moneda | valuta
        tr: doviz | para birimi | doviz cinsi
        et: valuuta
        lv: valuta
        lt: valiuta
        hr: valuta
        sl: valuta
        ru: валюта
        uk: валюта
        bg: валута
        el: νομισμα
        ca: divisa
        ja: 通貨
        zh: 币种 | 货币
        ko: 통화
    """,
    "account": """
        en: account | account number | iban | account no | own account | account iban | acct | acct no | own iban
        en: account id | accountnumber | my account
        de: auftragskonto | konto | kontonummer | iban auftragskonto | eigene iban | iban kontoinhaber | eigenes konto
        fr: compte | numero de compte | n de compte | numero du compte | no de compte
        nl: rekening | rekeningnummer | iban bban | eigen rekening | rekening nummer | mijn rekening
        es: cuenta | numero de cuenta | n cuenta | no cuenta
        it: conto | numero conto | conto corrente | rapporto
        pt: conta | numero da conta | numero de conta
        sv: konto | kontonummer | eget konto
        no: konto | kontonummer
        da: konto | kontonummer
        fi: tili | tilinumero
        pl: rachunek | numer rachunku | nr rachunku | konto
        cs: ucet | cislo uctu
        hu: szamlaszam | szamla
        ro: cont | numar cont
        tr: hesap | hesap no
        et: konto | kliendi konto
        ru: счет | номер счета | счёт
        uk: рахунок | номер рахунку
        el: λογαριασμος
        ca: compte
        ja: 口座番号
        zh: 账号
    """,
    "text": """
        en: description | details | memo | narrative | particulars | transaction description | text | remarks | notes
        en: payment details | narration | transaction details | additional information | remittance information | note
        en: full description | original description | statement description | extended description | message
        en: long description | transaction narrative | payment reason | additional info | unstructured remittance info
        en: payment reference | what for | subject | comment
        de: verwendungszweck | buchungstext | beschreibung | text | bezeichnung | zahlungsgrund | bemerkung | info
        de: buchungsdetails | details | vorgang verwendungszweck | beschrieb | notiz | mitteilung | verwendung | zweck
        fr: libelle | libelle operation | libelle simplifie | libelle de l operation | communication | description
        fr: detail | motif | informations complementaires | intitule | libelle complet | nature de l operation
        nl: omschrijving | mededelingen | mededeling | omschrijving 1 | omschrijving 2 | omschrijving 3 | beschrijving
        nl: vrije mededeling | mededelingen afschrift | naam omschrijving
        es: concepto | descripcion | detalle | observaciones | referencia 1 | mas datos | informacion | movimiento
        es: concepto ampliado | comentario | concepto operacion
        it: descrizione | causale | dettagli | descrizione operazione | descrizione estesa | note | operazione
        pt: descricao | descritivo | historico | detalhes | descricao do movimento | observacoes
        sv: text | beskrivning | specifikation | meddelande | rubrik | transaktion | transaktionstext
        no: tekst | beskrivelse | forklaring | melding | meldinger | forklarende tekst
        da: tekst | beskrivelse | posteringstekst | meddelelse | besked
        fi: selite | viesti | kuvaus | selitys
        pl: opis | tytul | opis operacji | tytul operacji | szczegoly | opis transakcji | tytul przelewu
        cs: popis | zprava pro prijemce | poznamka | text | zprava | popis transakce
        sk: popis | poznamka | sprava pre prijemcu
        hu: kozlemeny | leiras | megjegyzes | megnevezes
        ro: descriere | detalii | explicatii | detalii tranzactie
        tr: aciklama | islem aciklamasi
        et: selgitus | makse selgitus
        lv: maksajuma merkis | apraksts
        lt: paskirtis | mokejimo paskirtis
        hr: opis | opis placanja | opis transakcije
        sl: namen | opis | namen placila
        ru: описание | назначение платежа | комментарий | основание
        uk: опис | призначення платежу | деталі операції
        bg: описание | основание
        el: περιγραφη | αιτιολογια
        ca: concepte | descripcio
        ja: 摘要 | お取り扱い内容 | 取引内容 | メモ
        zh: 摘要 | 交易摘要 | 备注 | 用途 | 附言
        ko: 적요 | 내용 | 거래내용
    """,
    "counterparty": """
        en: payee | counterparty | name | counter party | partner name | merchant | payer | beneficiary | from | to
        en: counterparty name | counter party name | other party | merchant name | payee name | recipient | sender
        en: partner | debtor name | creditor name | payer name | beneficiary name | party | vendor | customer
        de: empfanger | auftraggeber | name | beguenstigter zahlungspflichtiger | begunstigter zahlungspflichtiger
        de: auftraggeber begunstigter | empfanger auftraggeber | zahlungsempfanger | zahlungspflichtige r | partner
        de: name zahlungsbeteiligter | auftraggeber empfanger | begunstigter auftraggeber | gegenpartei
        de: zahlungspartner
        de: name des zahlungsbeteiligten | handler | begunstigter
        fr: beneficiaire | nom | contrepartie | nom contrepartie | tiers | emetteur | nom de la contrepartie
        nl: tegenpartij | naam | naam tegenpartij | naam tegenrekening | begunstigde | naam van de tegenpartij
        es: beneficiario | ordenante | nombre | contraparte | ordenante beneficiario | remitente | comercio
        it: beneficiario | ordinante | nome | controparte | beneficiario ordinante | esercente
        pt: beneficiario | ordenante | nome | contraparte | entidade
        sv: mottagare | namn | motpart | avsandare | betalningsmottagare
        no: mottaker | navn | motpart | avsender | betalt til
        da: modtager | navn | modpart | afsender
        fi: saaja maksaja | saaja | maksaja | nimi | vastapuoli | saajan nimi
        pl: kontrahent | nadawca odbiorca | odbiorca | nadawca | nazwa kontrahenta | nadawca | dane kontrahenta
        cs: protistrana | nazev protiuctu | nazev protistrany | jmeno protistrany | nazev protiuctu
        sk: nazov protiuctu | protistrana
        hu: partner neve | ellenoldal neve | partner | kedvezmenyezett
        ro: beneficiar | platitor | nume | contrapartida
        tr: alici | gonderen | karsi taraf | unvan
        et: saaja maksja nimi | saaja maksja | nimi
        hr: primatelj | platitelj | naziv primatelja
        sl: naziv | prejemnik | placnik | partner
        ru: контрагент | получатель | отправитель | плательщик
        uk: контрагент | одержувач | отримувач
        el: αντισυμβαλλομενος | δικαιουχος
        ja: 取引先 | 振込先
        zh: 对方户名 | 交易对方 | 对方名称 | 收款人
        ko: 거래처 | 보낸분 받는분
    """,
    "counterparty_account": """
        en: counterparty account | account number of payee | counterparty iban | beneficiary account | payee account
        en: counter party account | other account | partner iban | counter account | counterparty account number
        en: to iban
        en: recipient account | partner account | payer iban | counter party iban | contra account | debtor account
        de: kontonummer iban | iban zahlungsbeteiligter | iban des zahlungsbeteiligten | gegenkonto | iban gegenkonto
        de: kontonummer des zahlungsbeteiligten | gegenkonto iban | zahlungspartner iban | kontonummer iban gegenkonto
        de: iban zahlungsempfanger | empfanger iban
        fr: compte contrepartie | iban contrepartie | compte beneficiaire | numero de compte contrepartie
        fr: compte de la contrepartie | contrepartie compte
        nl: tegenrekening | tegenrekening iban bban | rekening tegenpartij | iban tegenpartij
        nl: rekening van de tegenpartij
        es: cuenta contraparte | cuenta beneficiario | iban contraparte | cuenta destino
        it: iban beneficiario | conto controparte | iban controparte
        pt: conta contraparte | iban contraparte | conta destino
        sv: mottagarkonto | motpartens konto | till konto | motkonto
        no: til konto | motkonto | mottakerkonto | fra konto
        da: til konto | modkonto | fra konto
        fi: saajan tilinumero | tilinumero saaja maksaja | vastatili
        pl: numer konta kontrahenta | rachunek kontrahenta | numer rachunku kontrahenta | nr rachunku kontrahenta
        cs: protiucet | cislo protiuctu | cislo uctu protistrany
        sk: protiucet | cislo protiuctu
        hu: partner szamlaszama | ellenszamla | ellenoldali szamlaszam
        ro: iban beneficiar | cont beneficiar
        tr: karsi hesap | karsi iban
        et: saaja maksja konto
        hr: racun primatelja
        sl: racun prejemnika
        ru: счет получателя | счет контрагента
        zh: 对方账号
    """,
    "bic": """
        en: bic | swift | bic swift | swift code | counterparty bic | bank code | beneficiary bank code | swift bic
        de: blz | bic swift code | bic zahlungsbeteiligter | bic des zahlungsbeteiligten | bic swift
        fr: bic contrepartie | code bic
        nl: bic tegenpartij
    """,
    "reference": """
        en: reference | ref | your reference | customer reference | payment ref | reference number | end to end id
        en: endtoendid | end to end reference | client reference | ref no | bank reference | cheque reference | end2end
        en: payer reference | debtor reference | ref number
        de: referenz | kundenreferenz | kundenreferenz end to end | end to end referenz | zahlungsreferenz | ref
        fr: reference | ref | references | reference de l operation | numero de reference | reference client
        nl: betalingskenmerk | kenmerk | referentie | referte
        es: referencia | ref | numero de referencia | referencia 2
        it: riferimento | rif | numero riferimento
        pt: referencia | ref
        sv: referens | ocr | referensnummer
        no: referanse | kid | numref | arkivref
        da: reference | ref
        fi: viite | viitenumero
        pl: referencje | numer referencyjny
        cs: reference | variabilni symbol
        sk: variabilny symbol | referencia
        hu: hivatkozas | referencia
        ro: referinta
        tr: referans | dekont no
        et: viitenumber
        hr: poziv na broj
        sl: sklic | referenca
        ru: референс | номер документа
        ca: referencia
    """,
    "bank_id": """
        en: transaction id | id | transaction number | bank transaction id | fitid | transactionid | txn id | balance id
        en: unique id | entry reference | archive reference | trace id | transaction no | transferwise id | payment id
        en: journal number | payout id | transfer id | balance transaction id | transaction reference | entry id
        de: transaktionscode | transaktionsnummer | buchungsnummer | transaktions id | umsatz id | buchungs nr
        fr: id transaction | numero d operation | numero de transaction | identifiant
        nl: volgnr | transactiereferentie | transactienummer | journaalnummer
        es: numero de operacion | id transaccion | numero de movimiento | n operacion
        it: id transazione | numero operazione
        pt: numero da transacao | id transacao
        sv: verifikationsnummer
        no: arkivreferanse
        fi: arkistointitunnus | arkistotunnus
        pl: numer transakcji | nr transakcji | id transakcji
        cs: id transakce | id operace | identifikace transakce
        hu: tranzakcio azonosito | tranzakcioazonosito
        ro: id tranzactie
        et: arhiveerimistunnus
        zh: 交易流水号 | 流水号
    """,
    "check": """
        en: check number | cheque number | check | check no | check or slip number | chq no | cheque no | cheque | chq
        en: serial number | check slip
        fr: numero de cheque | n de cheque
        es: numero de cheque | cheque
        it: numero assegno
    """,
    "type": """
        en: type | transaction type | category | transaction code | txn type | tran type | transactiontype | trans type
        en: booking code | payment type
        de: art | umsatzart | umsatztyp | buchungsart | buchungsschlussel | typ | transaktionstyp | kategorie
        fr: type | type operation | type d operation | categorie | type de transaction
        nl: type | transactiesoort | mutatiesoort | code | soort | boekcode | transactietype
        es: tipo | tipo de operacion | tipo movimiento | categoria
        it: tipo | tipo operazione | tipologia | categoria
        pt: tipo | tipo de movimento | categoria
        sv: typ | transaktionstyp | kategori
        no: type | transaksjonstype | kategori | undertype | kode
        da: type | kategori
        fi: tapahtumalaji | laji | tyyppi
        pl: typ operacji | rodzaj operacji | typ transakcji | kategoria
        cs: typ | typ transakce | typ operace
        hu: tranzakcio tipusa | tipus
        ro: tip | tip tranzactie
        tr: islem tipi | islem turu
        et: tunnus
        ru: тип операции | категория
        zh: 交易类型
    """,
    "fee": """
        en: fee | fees | transaction fee | charge | commission | fee amount | total fees | processing fee
        de: gebuhr | gebuhren | entgelt | provision
        fr: frais | commission
        nl: kosten | provisie | transactiekosten
        es: comision | comisiones | tarifa
        it: commissione | commissioni
        pt: taxa | comissao
        sv: avgift
        no: gebyr
        da: gebyr
        fi: palvelumaksu
        pl: prowizja | oplata
        cs: poplatek
        hu: jutalek
        et: teenustasu
        ru: комиссия
        uk: комісія
    """,
    "gross": """
        en: gross | gross amount
        de: brutto | bruttobetrag
        fr: brut | avant commission | montant brut
        nl: bruto
        es: bruto
        it: lordo
        pt: bruto
    """,
    "status": """
        en: status | state | transaction status
        de: status | transaktionsstatus
        fr: statut | etat
        nl: status
        es: estado
        it: stato
        pt: estado
        sv: status
        pl: status
        cs: stav
    """,
    "original_amount": """
        en: original amount | foreign amount | amount foreign currency | foreign currency amount | fx amount
        en: source amount | orig amount | instructed amount | amount in foreign currency | amount original
        de: ursprungsbetrag | fremdwahrungsbetrag | betrag originalwahrung | betrag in fremdwahrung | originalbetrag
        fr: montant en devise | montant devise | montant d origine
        nl: oorspronkelijk bedrag | bedrag in vreemde valuta | instructiebedrag
        es: importe original | importe en divisa
        it: importo originale | importo in valuta
    """,
    "original_currency": """
        en: original currency | foreign currency | foreign currency type | type foreign currency | fx currency
        de: originalwahrung | ursprungswahrung | fremdwahrung
        fr: devise d origine | devise operation
        nl: oorspr munt | oorspronkelijke munt | munt oorspronkelijk bedrag | oorspronkelijke valuta
        es: divisa original
        it: valuta originale
    """,
    "exchange_rate": """
        en: exchange rate | rate | fx rate | conversion rate
        de: wechselkurs | kurs | umrechnungskurs
        fr: taux de change | cours
        nl: wisselkoers | koers
        es: tipo de cambio
        it: tasso di cambio | cambio
        pt: taxa de cambio
        sv: vaxelkurs | kurs
        no: valutakurs
        da: kurs
    """,
}
"""Role -> lines of ``language: name | name``, as :func:`plain_name` writes them, the usual ones first."""

SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "zł": "PLN", "Kč": "CZK", "₺": "TRY", "₴": "UAH"}

_LAST = 99
_LONGEST_NAME = 200
"""Longer cells name no column; what follows is not looked at."""

_CURRENCY_IN_HEADER = re.compile(r"(?:\b|\()([A-Z]{3})\)?\s*$")
_CURRENCIES = frozenset(
    "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON BGN HRK ISK TRY JPY CNY HKD SGD AUD NZD CAD INR BRL MXN ZAR ILS AED"
    " SAR KWD BHD RUB UAH THB IDR MYR PHP KRW TWD VND ARS CLP COP PEN EGP MAD TND KES NGN GHS PKR LKR BDT".split()
)
_LIGATURES = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "đ": "d"}
)
_SEPARATORS = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")


@functools.lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A column's name for comparison: small letters, no accents, one space between its words.

    >>> plain_name("Date d'opération"), plain_name("Begünstigter/Zahlungspflichtiger"), plain_name("bookingDate")
    ('date d operation', 'begunstigter zahlungspflichtiger', 'booking date')
    """
    text = _CAMEL.sub(" ", name[:_LONGEST_NAME]).translate(_LIGATURES)
    text = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", text.translate(_LIGATURES)).strip()


def _table() -> tuple[dict[str, dict[str, int]], dict[str, set[str]]]:
    """Plain name -> role -> place in the role's list; plain name -> languages."""
    roles: dict[str, dict[str, int]] = {}
    languages: dict[str, set[str]] = {}
    for role, lines in _NAMES.items():
        for line in lines.strip().splitlines():
            language, _colon, names = line.partition(":")
            for place, name in enumerate(names.split("|")):
                plain = plain_name(name.strip())
                roles.setdefault(plain, {}).setdefault(role, place)
                languages.setdefault(plain, set()).add(language.strip())
    return roles, languages


_ROLES, _LANGUAGES = _table()


@functools.lru_cache(maxsize=4096)
def roles_of(name: str) -> dict[str, int]:
    """Role -> how well a column's name says it: 3 the whole name, 2 without brackets and currency, 1 its beginning."""
    found = dict.fromkeys(_ROLES.get(plain_name(name), ()), 3)
    bare = _without_currency(name)
    for role in _ROLES.get(plain_name(bare), ()):
        found.setdefault(role, 2)
    if not found:
        words = plain_name(bare).split()
        for length in range(len(words) - 1, 0, -1):
            if roles := _ROLES.get(" ".join(words[:length])):
                return dict.fromkeys(roles, 1)
    return found


def rank_of(name: str, role: str) -> int:
    """How far down a role's list a column's name stands: the lower, the more usual it is for that role."""
    return min(
        (_ROLES.get(plain_name(text), {}).get(role, _LAST) for text in (name, _without_currency(name))), default=_LAST
    )


def languages_of(name: str) -> set[str]:
    """The languages a column's name is known in."""
    return _LANGUAGES.get(plain_name(name)) or _LANGUAGES.get(plain_name(_without_currency(name))) or set()


def header_currency(name: str) -> str:
    """The ISO 4217 code that stands in a column's name, else an empty string."""
    name = name[:_LONGEST_NAME]
    match = _CURRENCY_IN_HEADER.search(name.strip())
    if match and match[1] in _CURRENCIES:
        return match[1]
    return next((code for symbol, code in SYMBOLS.items() if symbol in name), "")


def _without_currency(name: str) -> str:
    text = _IN_BRACKETS.sub(" ", name[:_LONGEST_NAME]).strip()
    match = _CURRENCY_IN_HEADER.search(text)
    if match and match[1] in _CURRENCIES and text != match[1]:
        text = re.sub(r"\s+(in|en)\s*$", "", text[: match.start()].strip())
    return text.strip("€£$¥₹ ")
