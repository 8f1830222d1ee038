"""What is wrong with a password, an address or a number."""
from insurance.accounts.rules import PasswordFlaw
from insurance.people.rules import AddressFlaw, EmailFlaw, PhoneFlaw

PASSWORD_FLAWS = {
    PasswordFlaw.TOO_SHORT: "Il faut au moins 8 caractères.",
    PasswordFlaw.TOO_LONG: "200 caractères au plus.",
    PasswordFlaw.NO_LOWER_CASE: "Ajoutez une lettre minuscule.",
    PasswordFlaw.NO_UPPER_CASE: "Ajoutez une lettre majuscule.",
    PasswordFlaw.NO_DIGIT: "Ajoutez un chiffre.",
    PasswordFlaw.NO_SYMBOL: "Ajoutez un symbole, par exemple ! ou ?",
    PasswordFlaw.ABOUT_YOU: "Évitez votre nom, votre e-mail et votre numéro de contrat.",
    PasswordFlaw.COMMON: "Ce mot de passe est trop facile à deviner.",
}

EMAIL_FLAWS = {
    EmailFlaw.NOT_AN_EMAIL: "Écrivez l’adresse en entier, par exemple nom@exemple.fr.",
    EmailFlaw.HAS_ACCENT: "Une adresse e-mail s’écrit sans accent. Retirez-le.",
    EmailFlaw.MISTYPED_DOMAIN: "Relisez ce qui suit le @ : une lettre manque, ou deux se croisent.",
    EmailFlaw.UNCHANGED: "C’est déjà votre adresse.",
}

PHONE_FLAWS = {
    PhoneFlaw.NOT_A_NUMBER: "Écrivez un numéro comme 06 12 34 56 78, ou +32 470 12 34 56 hors de France.",
    PhoneFlaw.TOO_SHORT: "Il manque des chiffres : un numéro français en a dix.",
    PhoneFlaw.TOO_LONG: "Il y a trop de chiffres : un numéro français en a dix.",
    PhoneFlaw.SPECIAL_RATE: "Un numéro en 08 est celui d’un service. Donnez votre mobile ou votre fixe.",
    PhoneFlaw.NOT_ABROAD: "Hors de France, écrivez + puis l’indicatif du pays, par exemple +32 470 12 34 56.",
}

ADDRESS_FLAWS = {
    AddressFlaw.NO_STREET: "Écrivez le numéro et la rue.",
    AddressFlaw.NO_CITY: "Écrivez le nom de la ville.",
    AddressFlaw.NOT_A_POSTCODE: "Un code postal français a cinq chiffres, par exemple 59000.",
    AddressFlaw.NOT_LATIN: "Écrivez comme sur une enveloppe : lettres latines, chiffres et ponctuation.",
}
