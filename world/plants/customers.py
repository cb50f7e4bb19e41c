"""The own brand's customers: twelve months of orders with repeat buyers and churners, and the books around them."""

from datetime import date

from world.books import buying, contacts, outreach, people, programmes, prospects, spending, study, truth, voice
from world.stage import Stage


def play(stage: Stage) -> None:
    """Fills the stage's books; each part has a random stream of its own, and publishes nothing."""
    books = stage.books
    for customer in people.customers(stage, stage.rng("customers")):
        books.customers[customer.number] = customer
    buying.buy(stage.rng("orders"), books, date.fromisoformat(stage.truth["crisis"]["day"]))
    programmes.refer(stage.rng("referrals"), books)
    programmes.earn(stage.rng("points"), books)
    programmes.consent(stage.rng("consents"), books)
    voice.contact(stage.rng("contacts"), books)
    voice.ask(stage.rng("surveys"), books)
    study.study(stage.rng("study"), books)
    spending.touch(stage.rng("touchpoints"), books)
    spending.spend(stage.rng("costs"), books, stage.truth["influencer"]["author"].partition(":")[2])
    outreach.reach_out(stage.rng("outreach"), books)
    prospects.look_around(stage, stage.rng("prospects"))
    contacts.reach(stage, stage.rng("contacts of people"))
    stage.truth["books"] = truth.tell(books)
