"""What a declaration asks is decided twice, on the server and on a phone without network: never differently."""
import random

from insurance.claims import journey
from insurance.claims.questions import STEPS, WANTED, Field, FieldType
from insurance.clock import today

MANY = 600
WALKED = """async (all) => {
  const build = document.querySelector("script[src]").src.split("/static/")[1].split("/")[0];
  const { asked, isAnswered, next, path, wanted } = await import(`/static/${build}/js/notebook/journey.js`);
  return all.map((answers) => ({
    path: path(answers), next: next(answers), wanted: wanted(answers).map(({ kind }) => kind),
    steps: path(answers).slice(0, -1).map((step) => [step, asked(step, answers).map(({ name }) => name), isAnswered(step, answers)]),
  }));
}"""
EXAMPLES = {FieldType.DAY: ["2026-01-02", "1998-12-31"], FieldType.TIME: ["18:05"], FieldType.PHONE: ["06 39 98 01 18"],
            FieldType.NUMBER: ["0", "48200"], FieldType.LINE: ["Lille"], FieldType.TEXT: ["À l’arrêt.\nHeurtée."]}


def walked_by_the_server(answers) -> dict:
    """The same as the phone's script says."""
    way = journey.path(answers)
    return {"path": way, "next": journey.next_to_answer(answers, today()),
            "wanted": [one.kind.value for one in journey.wanted(answers)],
            "steps": [[name, [field.name for field in journey.asked(journey.BY_NAME[name], answers)],
                       journey.is_answered(name, answers, today())] for name in way[:-1]]}


def some_answers() -> dict:
    """Answers in their right form: of somebody who gives nearly all of them, or of somebody who leaves many out."""
    care = random.choice((0.7, 0.99))
    return {step.name: {field.name: _some(step.name, field, care) for field in step.fields if random.random() < care}
            for step in STEPS if random.random() < care}


def _some(step: str, field: Field, care: float):
    if field.type is FieldType.CHOICES:
        return random.sample(field.choices, random.randint(0, min(3, len(field.choices))))
    if field.type is FieldType.PEOPLE:
        return [{part.name: _some("", part, care) for part in field.fields} for _ in range(random.randint(0, 2))]
    if random.random() > care:
        return ""
    if field.type is FieldType.CHOICE:
        return random.choice(field.choices)
    return random.choice([*EXAMPLES[field.type], *_decisive(f"{step}.{field.name}")])


def _decisive(path: str) -> set[str]:
    """The answers to a free question on which another depends."""
    conditions = [one.asked_if for step in STEPS for one in (step, *step.fields)] + [one.asked_if for one in WANTED]
    return {value for when in conditions for value in when.get(path, ())}


def test_for_any_answers_the_phone_and_the_server_ask_the_same_in_the_same_order(phone):
    phone.go("/carnet")
    phone.page.locator("[data-view=step]").wait_for(state="attached")
    many = [some_answers() for _ in range(MANY)]
    for answers, walked in zip(many, phone.page.evaluate(WALKED, many), strict=True):
        assert walked == walked_by_the_server(answers), answers
    assert {step for answers in many for step in journey.path(answers)} == {*journey.BY_NAME, journey.REVIEW}
    assert {journey.next_to_answer(answers, today()) for answers in many} > {"kind", "circumstances", journey.REVIEW}
