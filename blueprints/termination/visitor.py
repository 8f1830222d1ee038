"""Ending a contract without an account. Nothing here tells whether the contract exists: see terminations.services."""
from flask import current_app, redirect, session, url_for

from blueprints.signin.routes import address_key, words_of
from blueprints.termination import bp
from blueprints.termination.forms import ReviewForm, TokenForm
from blueprints.termination.wizard import SLUGS, answer_step
from insurance.errors import Refused
from insurance.terminations import journey, queries, services
from web.access import public
from web.limits import limited
from web.pages import show
from wording import MOTIVES

KEY = "termination"  # in the visitor's session: a secret that finds the draft, never what was typed


class VisitorDoor:
    """Somebody who is not signed in. The draft is in the database, under a secret that this browser holds."""

    page = "termination/visitor_step.html"
    steps = journey.FOR_VISITORS
    contract = None

    def __init__(self):
        draft = queries.visitor_draft(session.get(KEY, ""))
        self.is_sent = draft is not None and draft.sent_at is not None
        self.answers = draft.answers if draft is not None else {}
        self.start = url_for("termination.index")

    def url(self, step):
        """Return the address of a step."""
        return url_for("termination.visitor_step", slug=SLUGS[step])

    def keep(self, step, answer):
        """Keep an answer in the draft, under the secret of this browser."""
        session[KEY] = services.keep_visitor_answer(session.get(KEY, ""), step, answer)
        self.answers = self.answers | {step: answer}

    def words(self, _step):
        """Return the conditions of the motives, as the law gives them: those of no contract."""
        return {"texts": {motive.value: text for motive, (_, text) in MOTIVES.items()}}

    def review(self):
        """Show what was typed, or send it: the same words whatever it designates."""
        form, refusal = ReviewForm(), ""
        if form.validate_on_submit():
            try:
                services.request_as_visitor(session.get(KEY, ""), form.seen.data, address_key(),
                                            current_app.config["INSURER_EMAIL"])
            except Refused as error:
                refusal = words_of(error)
            else:
                return redirect(url_for("termination.sent"), 303)
        declared = journey.declaration(self.answers, self.steps)
        form.seen.data = declared.fingerprint
        return show("termination/visitor_review.html", status=422 if refusal else 200, form=form, door=self,
                    identity=journey.identity(self.answers), outcome=declared, refusal=refusal,
                    back_href=self.url(journey.path(self.answers, self.steps)[-2]),
                    place=len(journey.path(self.answers, self.steps)))


@bp.get("/resiliation/sans-compte/<slug>")
@public
def visitor_step(slug):
    """One step of the request, to be read."""
    return answer_step(VisitorDoor(), slug)


@bp.post("/resiliation/sans-compte/<slug>")
@public
@limited(calls=60, seconds=900)
def visitor_answer(slug):
    """One step of the request, answered. A second tap on the last button leads where the first one did."""
    door = VisitorDoor()
    if door.is_sent and slug == SLUGS[journey.REVIEW]:
        return redirect(url_for("termination.sent"), 303)
    return answer_step(door, slug)


@bp.get("/resiliation/envoyee")
@public
def sent():
    """What happens next. The same words whatever was typed."""
    return show("termination/sent.html")


@bp.route("/resiliation/annulation/<secret>", methods=["GET", "POST"])
@public
def withdraw_by_link(secret):
    """Take back a request made without signing in. GET only shows a button: mail scanners open links."""
    form = TokenForm()
    try:
        if form.validate_on_submit():
            services.withdraw_by_link(secret, current_app.config["INSURER_EMAIL"])
            return show("termination/withdrawn.html")
        found = queries.request_behind(secret)
    except Refused as error:
        return show("signin/dead_link.html", status=410, text=words_of(error), again=url_for("termination.index"),
                    again_label="Résilier votre contrat")
    return show("termination/withdraw.html", form=form, termination=found)
