import type { Texts } from './texts.ts';

export const fr: Texts = {
  // Every page
  'page.skip': 'Aller au formulaire',
  'page.language': 'Langue',
  'page.changeLanguage': 'Changer de langue',
  'page.problem': 'Un problème est survenu',
  'page.done': 'Terminé',
  'page.note': 'Remarque',
  'page.or': 'ou',
  'page.optional': 'facultatif',
  'page.privacyPolicy': 'Politique de confidentialité',
  'page.termsOfUse': 'Conditions d’utilisation',
  'page.terms': 'Conditions et politiques',
  'page.backToSignIn': 'Retour à la connexion',
  'page.logo': 'Logo',
  'page.timeLeft': 'Vous disposez de {minutes} min pour cette étape.',
  'page.timeOver': 'Le temps accordé à cette étape est écoulé. Connectez-vous à nouveau.',

  // Fields
  'field.username': 'Nom d’utilisateur',
  'field.email': 'Adresse e-mail',
  'field.phone_number': 'Numéro de téléphone',
  'field.preferred_username': 'Nom d’utilisateur préféré',
  'field.name': 'Nom complet',
  'field.given_name': 'Prénom',
  'field.family_name': 'Nom de famille',
  'field.middle_name': 'Deuxième prénom',
  'field.nickname': 'Surnom',
  'field.profile': 'Page de profil',
  'field.picture': 'Photo',
  'field.website': 'Site web',
  'field.gender': 'Genre',
  'field.birthdate': 'Date de naissance',
  'field.zoneinfo': 'Fuseau horaire',
  'field.locale': 'Langue et région',
  'field.address': 'Adresse',
  'field.updated_at': 'Dernière mise à jour',
  'field.password': 'Mot de passe',
  'field.newPassword': 'Nouveau mot de passe',
  'field.confirmPassword': 'Confirmer le mot de passe',
  'field.code': 'Code',
  'field.deviceName': 'Nom de cette application ou de cet appareil',
  'field.or': '{first} ou {second}',
  'field.phoneHint': 'Avec l’indicatif du pays, par exemple +14155552671.',
  'field.birthdateHint': 'Année, mois et jour, par exemple 1990-12-31.',
  'field.localeHint': 'Par exemple fr-FR.',
  'field.zoneinfoHint': 'Par exemple Europe/Paris.',
  'field.urlHint': 'Une adresse web, par exemple https://example.com.',
  'field.required': 'Ce champ est obligatoire.',
  'field.showPassword': 'Afficher le mot de passe',
  'field.hidePassword': 'Masquer le mot de passe',
  'field.countryCode': 'Indicatif du pays',

  // Rules of passwords
  'rules.title': 'Votre mot de passe doit contenir',
  'rules.length': 'Au moins {count} caractères',
  'rules.lowercase': 'Une lettre minuscule',
  'rules.uppercase': 'Une lettre majuscule',
  'rules.numbers': 'Un chiffre',
  'rules.symbols': 'Un caractère spécial ou une espace à l’intérieur',
  'rules.met': 'respecté',
  'rules.notMet': 'pas encore respecté',
  'rules.same': 'Les deux mots de passe sont identiques',

  // Sign in
  'signIn.title': 'Se connecter',
  'signIn.description': 'Connectez-vous à votre compte.',
  'signIn.submit': 'Se connecter',
  'signIn.next': 'Suivant',
  'signIn.forgot': 'Mot de passe oublié ?',
  'signIn.noAccount': 'Nouvel utilisateur ?',
  'signIn.signUp': 'Créer un compte',
  'signIn.continueAs': 'Continuer en tant que {name}',
  'signIn.anotherAccount': 'Se connecter avec un autre compte',
  'signIn.with': 'Continuer avec {provider}',
  'signIn.choosePlaceholder': 'Choisir un fournisseur',
  'signIn.corporate': 'Se connecter avec votre entreprise',
  'signIn.corporateHint':
    'Saisissez votre adresse e-mail professionnelle et nous vous dirigerons vers la page de connexion de votre entreprise.',
  'signIn.corporateEmail': 'Adresse e-mail professionnelle',
  'signIn.ownAccount': 'Se connecter avec un nom d’utilisateur et un mot de passe',

  // Password
  'password.title': 'Saisissez votre mot de passe',
  'password.submit': 'Se connecter',
  'step.otherFactors': 'Utiliser une autre méthode de connexion',
  'step.notYou': 'Ce n’est pas vous ?',

  // Which way to sign in
  'chooseFactor.title': 'Choisissez comment vous connecter',
  'factor.PASSWORD': 'Mot de passe',
  'factor.PASSWORD.hint': 'Saisissez le mot de passe de votre compte.',
  'factor.EMAIL_OTP': 'E-mail',
  'factor.EMAIL_OTP.hint': 'Nous envoyons un code à votre adresse e-mail.',
  'factor.SMS_OTP': 'SMS',
  'factor.SMS_OTP.hint': 'Nous envoyons un code sur votre téléphone.',
  'factor.SMS_MFA': 'SMS',
  'factor.SMS_MFA.hint': 'Nous envoyons un code sur votre téléphone.',
  'factor.SOFTWARE_TOKEN_MFA': 'Application d’authentification',
  'factor.SOFTWARE_TOKEN_MFA.hint': 'Saisissez le code affiché par votre application.',
  'factor.WEB_AUTHN': 'Clé d’accès',
  'factor.WEB_AUTHN.hint':
    'Utilisez votre empreinte, votre visage, le verrouillage de votre écran ou une clé de sécurité.',

  // Which second factor
  'chooseMfa.title': 'Confirmez votre identité',
  'chooseMfa.description': 'Choisissez comment confirmer votre identité.',
  'chooseMfa.setupTitle': 'Protégez votre compte',
  'chooseMfa.setupDescription':
    'Ce compte demande une seconde preuve de votre identité. Choisissez celle que vous voulez configurer.',

  // Codes
  'code.title.EMAIL_OTP': 'Consultez vos e-mails',
  'code.title.SMS_MFA': 'Consultez votre téléphone',
  'code.title.SMS_OTP': 'Consultez votre téléphone',
  'code.title.SOFTWARE_TOKEN_MFA': 'Saisissez le code de votre application',
  'code.sent': 'Nous avons envoyé un code à {destination}.',
  'code.sentSomewhere': 'Nous vous avons envoyé un code.',
  'code.app': 'Ouvrez votre application d’authentification et saisissez le code affiché.',
  'code.appNamed': 'Ouvrez votre application d’authentification ({device}) et saisissez le code affiché.',
  'code.submit': 'Continuer',
  'code.resend': 'Envoyer un nouveau code',
  'code.resendHint': 'Vous n’avez pas reçu de code ?',

  // Authenticator app
  'totp.title': 'Configurer une application d’authentification',
  'totp.description': 'Désormais, un code de cette application vous sera aussi demandé à la connexion.',
  'totp.scan': 'Scannez cette image avec votre application d’authentification.',
  'totp.picture': 'Code QR pour votre application d’authentification',
  'totp.byHand': 'Pas d’appareil photo sous la main ? Saisissez plutôt cette clé :',
  'totp.open': 'Ouvrir dans une application sur cet appareil',
  'totp.enter': 'Saisissez le code affiché par l’application.',
  'totp.submit': 'Terminer la configuration',

  // E-mail as second factor
  'emailSetup.title': 'Configurer les codes par e-mail',
  'emailSetup.description': 'Désormais, nous vous enverrons un code par e-mail à chaque connexion.',
  'emailSetup.submit': 'Continuer',

  // New password
  'newPassword.title': 'Choisissez un nouveau mot de passe',
  'newPassword.description': 'Vous devez changer votre mot de passe avant de continuer.',
  'newPassword.attributes': 'Il nous manque quelques informations',
  'newPassword.submit': 'Enregistrer et continuer',

  // Passkeys
  'passkey.title': 'Connectez-vous avec votre clé d’accès',
  'passkey.description':
    'Votre appareil vous demande votre empreinte, votre visage, le verrouillage de l’écran ou une clé de sécurité.',
  'passkey.submit': 'Utiliser la clé d’accès',
  'passkey.waiting': 'En attente de votre appareil…',
  'passkey.failed': 'L’opération a échoué ou a été annulée. Réessayez.',
  'passkey.unsupported': 'Ce navigateur ne prend pas en charge les clés d’accès.',
  'passkey.needsScript': 'Les clés d’accès nécessitent JavaScript, qui est désactivé dans ce navigateur.',
  'addPasskey.title': 'Créer une clé d’accès',
  'addPasskey.description':
    'Avec une clé d’accès, vous vous connectez avec votre empreinte, votre visage ou le verrouillage de l’écran, sans mot de passe.',
  'addPasskey.submit': 'Créer la clé d’accès',
  'addPasskey.skip': 'Pas maintenant',

  // Sign up
  'signUp.title': 'Créer un compte',
  'signUp.description': 'Créez un nouveau compte.',
  'signUp.submit': 'S’inscrire',
  'signUp.haveAccount': 'Vous avez déjà un compte ?',
  'signUp.signIn': 'Se connecter',
  'signUp.accept': 'En vous inscrivant, vous acceptez : {terms}.',
  'signUp.mustAccept': 'J’accepte : {terms}.',
  'signUp.acceptPlain': 'En vous inscrivant, vous acceptez nos conditions.',
  'signUp.mustAcceptPlain': 'J’accepte les conditions.',

  // Confirm a new account
  'confirm.title': 'Confirmez votre compte',
  'confirm.EMAIL': 'Nous avons envoyé un code par e-mail à {destination}. Saisissez-le pour confirmer votre compte.',
  'confirm.SMS': 'Nous avons envoyé un code par SMS au {destination}. Saisissez-le pour confirmer votre compte.',
  'confirm.somewhere': 'Saisissez le code que nous vous avons envoyé pour confirmer votre compte.',
  'confirm.submit': 'Confirmer le compte',
  'confirm.byLinkTitle': 'Consultez vos e-mails',
  'confirm.byLink':
    'Nous avons envoyé un message à {destination}. Suivez le lien qu’il contient pour confirmer votre compte, puis connectez-vous.',
  'confirm.byLinkSomewhere':
    'Nous vous avons envoyé un message. Suivez le lien qu’il contient pour confirmer votre compte, puis connectez-vous.',
  'confirm.waiting': 'En attente de votre clic sur le lien',
  'confirm.resendLink': 'Renvoyer le lien',

  // Forgotten password
  'forgot.title': 'Mot de passe oublié ?',
  'forgot.description':
    'Indiquez-nous qui vous êtes et nous vous enverrons un code pour choisir un nouveau mot de passe.',
  'forgot.submit': 'Réinitialiser mon mot de passe',
  'reset.title': 'Réinitialisez votre mot de passe',
  'reset.sent': 'Nous avons envoyé un code à {destination}. Saisissez-le avec votre nouveau mot de passe.',
  'reset.sentSomewhere': 'Nous vous avons envoyé un code. Saisissez-le avec votre nouveau mot de passe.',
  'reset.submit': 'Changer le mot de passe',

  // More about a page, where a style gives instructions
  'instructions.signIn':
    'Utilisez le compte que vous avez créé ici, ou continuez avec un compte que vous avez ailleurs.',
  'instructions.signUp':
    'Nous utilisons ces informations pour votre compte et vous envoyons un message pour le confirmer.',
  'instructions.password': 'Les mots de passe distinguent les majuscules des minuscules.',
  'instructions.choose': 'Toutes les méthodes mènent au même compte. Choisissez celle qui vous convient.',
  'instructions.message': 'Le message peut prendre une minute. Regardez aussi parmi les messages indésirables.',
  'instructions.app':
    'L’application affiche un nouveau code toutes les 30 secondes. Elle n’a pas besoin de connexion Internet.',
  'instructions.emailSetup': 'Choisissez une adresse que vous pouvez consulter sans vous connecter ici.',
  'instructions.passkey':
    'Une clé d’accès reste sur votre appareil. Personne ne peut la deviner ni la voler avec une fausse page.',
  'instructions.newPassword':
    'Choisissez-en un que vous n’utilisez nulle part ailleurs. Un gestionnaire de mots de passe le retient pour vous.',
  'instructions.forgot': 'Le code est envoyé à l’adresse e-mail ou au numéro de téléphone de votre compte.',

  // Notices
  'notice.sign-up-confirmed.title': 'Votre compte est confirmé',
  'notice.sign-up-confirmed.text': 'Vous pouvez maintenant vous connecter.',
  'notice.password-changed.title': 'Votre mot de passe a été changé',
  'notice.password-changed.text': 'Vous pouvez maintenant l’utiliser pour vous connecter.',
  'notice.passkey-added.title': 'Votre clé d’accès est prête',
  'notice.passkey-added.text': 'Vous pouvez désormais l’utiliser pour vous connecter.',
  'notice.going-on.title': 'Nous vous dirigeons vers votre page de connexion',
  'notice.going-on.text': 'Si rien ne se passe, continuez avec le bouton.',
  'notice.next': 'Continuer',
  'notice.close': 'Vous pouvez fermer cette page.',

  // Errors
  'error.title': 'Une erreur s’est produite',
  'error.code': 'Erreur : {code}',
  'error.hint': 'Revenez à l’application et réessayez.',

  // Messages above a form
  'message.awaitsApproval':
    'Votre compte est créé. Un administrateur doit le confirmer avant que vous puissiez vous connecter.',
  'message.codeSent': 'Nous avons envoyé un nouveau code à {destination}.',
  'message.confirmed': 'Votre compte est confirmé. Connectez-vous pour continuer.',
  'message.foreignForm': 'Ce formulaire n’a pas été envoyé depuis ce site.',
  'message.linkSent': 'Nous avons envoyé un nouveau lien à {destination}.',
  'message.noSecondFactor':
    'Ce compte demande une seconde preuve de votre identité, et aucune ne peut être configurée ici.',
  'message.passwordChanged': 'Votre mot de passe a été changé. Utilisez-le pour vous connecter et continuer.',
  'message.passwordsDiffer': 'Les deux mots de passe ne sont pas identiques.',
  'message.providerUnknown': 'Aucune connexion d’entreprise n’existe pour cette adresse e-mail.',
  'message.requestedPage': 'Une erreur s’est produite sur la page demandée.',
  'message.stale': 'Cette page est restée ouverte trop longtemps. Réessayez.',
  'message.unsupportedStep': 'Ce compte demande une méthode de connexion que ces pages ne proposent pas.',

  // What the service refuses (errors.ts)
  'error.accountDisabled': 'Ce compte est désactivé.',
  'error.alreadyConfirmed': 'Ce compte est déjà confirmé. Vous pouvez vous connecter.',
  'error.codeExpired': 'Ce code a expiré. Demandez-en un nouveau.',
  'error.codeMismatch': 'Ce code n’est pas correct. Vérifiez-le et réessayez.',
  'error.codeNotSent': 'Nous n’avons pas pu envoyer le code. Réessayez plus tard.',
  'error.codeUsed': 'Ce code a déjà été utilisé. Attendez que votre application affiche le suivant.',
  'error.contactAdministrator': 'Demandez à votre administrateur de réinitialiser votre mot de passe.',
  'error.emailTaken': 'Un compte existe déjà avec cette adresse e-mail.',
  'error.field': '{field} : {problem}',
  'error.incorrectCredentials': 'Nom d’utilisateur ou mot de passe incorrect.',
  'error.internal': 'Une erreur s’est produite. Réessayez.',
  'error.noConfirmationCodes': 'Aucun code n’est envoyé pour ce compte.',
  'error.noRecoveryContact': 'Ce compte n’a ni adresse e-mail ni numéro de téléphone vérifié auquel envoyer un code.',
  'error.notConfirmed': 'Ce compte n’est pas encore confirmé.',
  'error.passkeyExpired': 'Le délai est dépassé. Réessayez.',
  'error.passkeyFailed':
    'Votre clé d’accès n’a pas été acceptée. Réessayez ou utilisez une autre méthode de connexion.',
  'error.passkeyLimit': 'Ce compte ne peut pas avoir davantage de clés d’accès.',
  'error.passkeyRegistered': 'Cette clé d’accès est déjà enregistrée.',
  'error.passkeyUnsupported': 'Ce type de clé d’accès n’est pas pris en charge.',
  'error.passwordNotResettable': 'Le mot de passe de ce compte ne peut pas être réinitialisé ici.',
  'error.passwordResetRequired': 'Réinitialisez votre mot de passe avant de vous connecter.',
  'error.passwordUsedBefore': 'Vous avez déjà utilisé ce mot de passe. Choisissez-en un autre.',
  'error.phoneTaken': 'Un compte existe déjà avec ce numéro de téléphone.',
  'error.sessionExpired': 'Votre session a expiré. Connectez-vous à nouveau.',
  'error.signUpClosed': 'Vous ne pouvez pas créer de compte ici.',
  'error.temporaryPasswordExpired':
    'Votre mot de passe temporaire a expiré. Demandez-en un nouveau à votre administrateur.',
  'error.tooManyAttempts': 'Trop de tentatives. Réessayez plus tard.',
  'error.tooManyRequests': 'Le service est très sollicité. Réessayez dans un instant.',
  'error.userNotFound': 'Aucun compte ne porte ce nom.',
  'error.usernameIsContact': 'Saisissez une adresse e-mail ou un numéro de téléphone comme nom d’utilisateur.',
  'error.usernameIsEmail': 'Saisissez une adresse e-mail comme nom d’utilisateur.',
  'error.usernameIsPhone': 'Saisissez un numéro de téléphone comme nom d’utilisateur.',
  'error.usernameNotEmail': 'Choisissez un nom d’utilisateur qui ne ressemble pas à une adresse e-mail.',
  'error.usernameNotPhone': 'Choisissez un nom d’utilisateur qui ne ressemble pas à un numéro de téléphone.',
  'error.usernameTaken': 'Ce nom d’utilisateur est déjà pris.',

  // What is wrong with the value of a field
  'problem.boolean': 'Choisissez oui ou non.',
  'problem.date': 'Saisissez une date sous la forme année, mois et jour, par exemple 1990-12-31.',
  'problem.email': 'Saisissez une adresse e-mail valide.',
  'problem.fixed': 'Cette valeur ne peut pas être modifiée.',
  'problem.maximum': 'Saisissez un nombre inférieur ou égal à {limit}.',
  'problem.maximumLength': 'Utilisez au plus {limit} caractères.',
  'problem.minimum': 'Saisissez un nombre supérieur ou égal à {limit}.',
  'problem.minimumLength': 'Utilisez au moins {limit} caractères.',
  'problem.number': 'Saisissez un nombre.',
  'problem.phone_number': 'Saisissez un numéro de téléphone avec l’indicatif du pays, par exemple +14155552671.',

  // What a password lacks
  'policy.long': 'Ce mot de passe est trop long.',
  'policy.lowercase': 'Utilisez une lettre minuscule dans votre mot de passe.',
  'policy.number': 'Utilisez un chiffre dans votre mot de passe.',
  'policy.short': 'Ce mot de passe est trop court.',
  'policy.spaces': 'Votre mot de passe ne doit ni commencer ni finir par une espace.',
  'policy.symbol': 'Utilisez un caractère spécial dans votre mot de passe.',
  'policy.uppercase': 'Utilisez une lettre majuscule dans votre mot de passe.',

  // Signed out
  'signedOut.title': 'Vous êtes déconnecté',
  'signedOut.text': 'Vous pouvez fermer cette page.',
};
