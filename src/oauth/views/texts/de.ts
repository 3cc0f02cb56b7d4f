import type { Texts } from './texts.ts';

export const de: Texts = {
  // Every page
  'page.skip': 'Zum Formular springen',
  'page.language': 'Sprache',
  'page.changeLanguage': 'Sprache ändern',
  'page.problem': 'Es gibt ein Problem',
  'page.done': 'Fertig',
  'page.note': 'Hinweis',
  'page.or': 'oder',
  'page.optional': 'optional',
  'page.privacyPolicy': 'Datenschutzerklärung',
  'page.termsOfUse': 'Nutzungsbedingungen',
  'page.terms': 'Bedingungen und Richtlinien',
  'page.backToSignIn': 'Zurück zur Anmeldung',
  'page.logo': 'Logo',
  'page.timeLeft': 'Für diesen Schritt haben Sie {minutes} Min. Zeit.',
  'page.timeOver': 'Die Zeit für diesen Schritt ist abgelaufen. Melden Sie sich erneut an.',

  // Fields
  'field.username': 'Benutzername',
  'field.email': 'E-Mail-Adresse',
  'field.phone_number': 'Telefonnummer',
  'field.preferred_username': 'Bevorzugter Benutzername',
  'field.name': 'Name',
  'field.given_name': 'Vorname',
  'field.family_name': 'Nachname',
  'field.middle_name': 'Zweiter Vorname',
  'field.nickname': 'Spitzname',
  'field.profile': 'Profilseite',
  'field.picture': 'Bild',
  'field.website': 'Website',
  'field.gender': 'Geschlecht',
  'field.birthdate': 'Geburtsdatum',
  'field.zoneinfo': 'Zeitzone',
  'field.locale': 'Sprache und Region',
  'field.address': 'Adresse',
  'field.updated_at': 'Aktualisiert am',
  'field.password': 'Passwort',
  'field.newPassword': 'Neues Passwort',
  'field.confirmPassword': 'Passwort bestätigen',
  'field.code': 'Code',
  'field.deviceName': 'Name dieser App oder dieses Geräts',
  'field.or': '{first} oder {second}',
  'field.phoneHint': 'Mit Ländervorwahl, zum Beispiel +14155552671.',
  'field.birthdateHint': 'Jahr, Monat und Tag, zum Beispiel 1990-12-31.',
  'field.localeHint': 'Zum Beispiel de-DE.',
  'field.zoneinfoHint': 'Zum Beispiel Europe/Berlin.',
  'field.urlHint': 'Eine Webadresse, zum Beispiel https://example.com.',
  'field.required': 'Dieses Feld ist erforderlich.',
  'field.showPassword': 'Passwort anzeigen',
  'field.hidePassword': 'Passwort verbergen',
  'field.countryCode': 'Ländervorwahl',

  // Rules of passwords
  'rules.title': 'Ihr Passwort braucht',
  'rules.length': 'Mindestens {count} Zeichen',
  'rules.lowercase': 'Einen Kleinbuchstaben',
  'rules.uppercase': 'Einen Großbuchstaben',
  'rules.numbers': 'Eine Ziffer',
  'rules.symbols': 'Ein Sonderzeichen oder ein Leerzeichen in der Mitte',
  'rules.met': 'erfüllt',
  'rules.notMet': 'noch nicht erfüllt',
  'rules.same': 'Beide Passwörter stimmen überein',

  // Sign in
  'signIn.title': 'Anmelden',
  'signIn.description': 'Melden Sie sich bei Ihrem Konto an.',
  'signIn.submit': 'Anmelden',
  'signIn.next': 'Weiter',
  'signIn.forgot': 'Passwort vergessen?',
  'signIn.noAccount': 'Neu hier?',
  'signIn.signUp': 'Konto erstellen',
  'signIn.continueAs': 'Weiter als {name}',
  'signIn.anotherAccount': 'Mit einem anderen Konto anmelden',
  'signIn.with': 'Weiter mit {provider}',
  'signIn.choosePlaceholder': 'Anbieter auswählen',
  'signIn.corporate': 'Über Ihr Unternehmen anmelden',
  'signIn.corporateHint':
    'Geben Sie Ihre geschäftliche E-Mail-Adresse ein. Wir leiten Sie zur Anmeldeseite Ihres Unternehmens weiter.',
  'signIn.corporateEmail': 'Geschäftliche E-Mail-Adresse',
  'signIn.ownAccount': 'Mit Benutzername und Passwort anmelden',

  // Password
  'password.title': 'Passwort eingeben',
  'password.submit': 'Anmelden',
  'step.otherFactors': 'Andere Anmeldemethode verwenden',
  'step.notYou': 'Sie sind das nicht?',

  // Which way to sign in
  'chooseFactor.title': 'Anmeldemethode auswählen',
  'factor.PASSWORD': 'Passwort',
  'factor.PASSWORD.hint': 'Geben Sie das Passwort Ihres Kontos ein.',
  'factor.EMAIL_OTP': 'E-Mail',
  'factor.EMAIL_OTP.hint': 'Wir senden einen Code an Ihre E-Mail-Adresse.',
  'factor.SMS_OTP': 'SMS',
  'factor.SMS_OTP.hint': 'Wir senden einen Code an Ihr Telefon.',
  'factor.SMS_MFA': 'SMS',
  'factor.SMS_MFA.hint': 'Wir senden einen Code an Ihr Telefon.',
  'factor.SOFTWARE_TOKEN_MFA': 'Authentifizierungs-App',
  'factor.SOFTWARE_TOKEN_MFA.hint': 'Geben Sie den Code ein, den Ihre App anzeigt.',
  'factor.WEB_AUTHN': 'Passkey',
  'factor.WEB_AUTHN.hint': 'Verwenden Sie Fingerabdruck, Gesicht, Bildschirmsperre oder Sicherheitsschlüssel.',

  // Which second factor
  'chooseMfa.title': 'Identität bestätigen',
  'chooseMfa.description': 'Wählen Sie, wie Sie Ihre Identität bestätigen möchten.',
  'chooseMfa.setupTitle': 'Konto schützen',
  'chooseMfa.setupDescription':
    'Für dieses Konto ist eine zweite Bestätigung Ihrer Identität nötig. Wählen Sie, welche Sie einrichten möchten.',

  // Codes
  'code.title.EMAIL_OTP': 'Prüfen Sie Ihre E-Mails',
  'code.title.SMS_MFA': 'Prüfen Sie Ihr Telefon',
  'code.title.SMS_OTP': 'Prüfen Sie Ihr Telefon',
  'code.title.SOFTWARE_TOKEN_MFA': 'Code Ihrer App eingeben',
  'code.sent': 'Wir haben einen Code an {destination} gesendet.',
  'code.sentSomewhere': 'Wir haben Ihnen einen Code gesendet.',
  'code.app': 'Öffnen Sie Ihre Authentifizierungs-App und geben Sie den angezeigten Code ein.',
  'code.appNamed': 'Öffnen Sie Ihre Authentifizierungs-App ({device}) und geben Sie den angezeigten Code ein.',
  'code.submit': 'Weiter',
  'code.resend': 'Neuen Code senden',
  'code.resendHint': 'Keinen Code erhalten?',

  // Authenticator app
  'totp.title': 'Authentifizierungs-App einrichten',
  'totp.description': 'Ab jetzt melden Sie sich zusätzlich mit einem Code dieser App an.',
  'totp.scan': 'Scannen Sie dieses Bild mit Ihrer Authentifizierungs-App.',
  'totp.picture': 'QR-Code für Ihre Authentifizierungs-App',
  'totp.byHand': 'Keine Kamera zur Hand? Geben Sie stattdessen diesen Schlüssel ein:',
  'totp.open': 'In einer App auf diesem Gerät öffnen',
  'totp.enter': 'Geben Sie den Code ein, den die App anzeigt.',
  'totp.submit': 'Einrichtung abschließen',

  // E-mail as second factor
  'emailSetup.title': 'E-Mail-Codes einrichten',
  'emailSetup.description': 'Ab jetzt senden wir Ihnen bei der Anmeldung einen Code per E-Mail.',
  'emailSetup.submit': 'Weiter',

  // New password
  'newPassword.title': 'Neues Passwort wählen',
  'newPassword.description': 'Sie müssen Ihr Passwort ändern, bevor es weitergeht.',
  'newPassword.attributes': 'Wir brauchen noch einige Angaben',
  'newPassword.submit': 'Speichern und weiter',

  // Passkeys
  'passkey.title': 'Mit Ihrem Passkey anmelden',
  'passkey.description': 'Ihr Gerät fragt nach Fingerabdruck, Gesicht, Bildschirmsperre oder Sicherheitsschlüssel.',
  'passkey.submit': 'Passkey verwenden',
  'passkey.waiting': 'Warten auf Ihr Gerät …',
  'passkey.failed': 'Das hat nicht funktioniert oder wurde abgebrochen. Versuchen Sie es erneut.',
  'passkey.unsupported': 'Dieser Browser unterstützt keine Passkeys.',
  'passkey.needsScript': 'Passkeys benötigen JavaScript, das in diesem Browser ausgeschaltet ist.',
  'addPasskey.title': 'Passkey erstellen',
  'addPasskey.description':
    'Mit einem Passkey melden Sie sich per Fingerabdruck, Gesicht oder Bildschirmsperre an, ohne Passwort.',
  'addPasskey.submit': 'Passkey erstellen',
  'addPasskey.skip': 'Nicht jetzt',

  // Sign up
  'signUp.title': 'Konto erstellen',
  'signUp.description': 'Erstellen Sie ein neues Konto.',
  'signUp.submit': 'Registrieren',
  'signUp.haveAccount': 'Haben Sie schon ein Konto?',
  'signUp.signIn': 'Anmelden',
  'signUp.accept': 'Mit der Registrierung akzeptieren Sie: {terms}.',
  'signUp.mustAccept': 'Ich akzeptiere: {terms}.',
  'signUp.acceptPlain': 'Mit der Registrierung akzeptieren Sie unsere Bedingungen.',
  'signUp.mustAcceptPlain': 'Ich akzeptiere die Bedingungen.',

  // Confirm a new account
  'confirm.title': 'Konto bestätigen',
  'confirm.EMAIL':
    'Wir haben per E-Mail einen Code an {destination} gesendet. Geben Sie ihn ein, um Ihr Konto zu bestätigen.',
  'confirm.SMS':
    'Wir haben per SMS einen Code an {destination} gesendet. Geben Sie ihn ein, um Ihr Konto zu bestätigen.',
  'confirm.somewhere': 'Geben Sie den Code ein, den wir Ihnen gesendet haben, um Ihr Konto zu bestätigen.',
  'confirm.submit': 'Konto bestätigen',
  'confirm.byLinkTitle': 'Prüfen Sie Ihre E-Mails',
  'confirm.byLink':
    'Wir haben eine Nachricht an {destination} gesendet. Folgen Sie dem Link darin, um Ihr Konto zu bestätigen, und melden Sie sich dann an.',
  'confirm.byLinkSomewhere':
    'Wir haben Ihnen eine Nachricht gesendet. Folgen Sie dem Link darin, um Ihr Konto zu bestätigen, und melden Sie sich dann an.',
  'confirm.waiting': 'Wir warten darauf, dass Sie dem Link folgen',
  'confirm.resendLink': 'Link erneut senden',

  // Forgotten password
  'forgot.title': 'Passwort vergessen?',
  'forgot.description':
    'Sagen Sie uns, wer Sie sind. Wir senden Ihnen einen Code, mit dem Sie ein neues Passwort wählen.',
  'forgot.submit': 'Passwort zurücksetzen',
  'reset.title': 'Passwort zurücksetzen',
  'reset.sent': 'Wir haben einen Code an {destination} gesendet. Geben Sie ihn zusammen mit Ihrem neuen Passwort ein.',
  'reset.sentSomewhere': 'Wir haben Ihnen einen Code gesendet. Geben Sie ihn zusammen mit Ihrem neuen Passwort ein.',
  'reset.submit': 'Passwort ändern',

  // More about a page, where a style gives instructions
  'instructions.signIn': 'Verwenden Sie Ihr Konto von hier, oder fahren Sie mit einem fort, das Sie anderswo haben.',
  'instructions.signUp': 'Wir verwenden Ihre Angaben für Ihr Konto und senden Ihnen eine Nachricht zur Bestätigung.',
  'instructions.password': 'Bei Passwörtern zählt Groß- und Kleinschreibung.',
  'instructions.choose': 'Jeder Weg führt zum selben Konto. Wählen Sie den, der Ihnen gerade passt.',
  'instructions.message': 'Eine Nachricht kann eine Minute brauchen. Sehen Sie auch im Spam-Ordner nach.',
  'instructions.app': 'Die App zeigt alle 30 Sekunden einen neuen Code. Sie braucht keine Internetverbindung.',
  'instructions.emailSetup': 'Wählen Sie eine Adresse, die Sie lesen können, ohne sich hier anzumelden.',
  'instructions.passkey':
    'Ein Passkey bleibt auf Ihrem Gerät. Niemand kann ihn erraten oder mit einer gefälschten Seite stehlen.',
  'instructions.newPassword':
    'Wählen Sie eines, das Sie sonst nirgends verwenden. Ein Passwortmanager merkt es sich für Sie.',
  'instructions.forgot': 'Der Code geht an die E-Mail-Adresse oder Telefonnummer Ihres Kontos.',

  // Notices
  'notice.sign-up-confirmed.title': 'Ihr Konto ist bestätigt',
  'notice.sign-up-confirmed.text': 'Sie können sich jetzt anmelden.',
  'notice.password-changed.title': 'Ihr Passwort ist geändert',
  'notice.password-changed.text': 'Sie können sich jetzt damit anmelden.',
  'notice.passkey-added.title': 'Ihr Passkey ist bereit',
  'notice.passkey-added.text': 'Ab jetzt können Sie sich damit anmelden.',
  'notice.going-on.title': 'Sie werden zu Ihrer Anmeldeseite weitergeleitet',
  'notice.going-on.text': 'Wenn nichts passiert, fahren Sie mit der Schaltfläche fort.',
  'notice.next': 'Weiter',
  'notice.close': 'Sie können diese Seite schließen.',

  // Errors
  'error.title': 'Etwas ist schiefgegangen',
  'error.code': 'Fehler: {code}',
  'error.hint': 'Kehren Sie zur Anwendung zurück und versuchen Sie es erneut.',

  // Messages above a form
  'message.awaitsApproval':
    'Ihr Konto ist erstellt. Ein Administrator muss es bestätigen, bevor Sie sich anmelden können.',
  'message.codeSent': 'Wir haben einen neuen Code an {destination} gesendet.',
  'message.confirmed': 'Ihr Konto ist bestätigt. Melden Sie sich an, um fortzufahren.',
  'message.foreignForm': 'Dieses Formular wurde nicht von dieser Website gesendet.',
  'message.linkSent': 'Wir haben einen neuen Link an {destination} gesendet.',
  'message.noSecondFactor':
    'Für dieses Konto ist eine zweite Bestätigung Ihrer Identität nötig, und hier kann keine eingerichtet werden.',
  'message.passwordChanged': 'Ihr Passwort ist geändert. Melden Sie sich damit an, um fortzufahren.',
  'message.passwordsDiffer': 'Die beiden Passwörter stimmen nicht überein.',
  'message.providerUnknown': 'Für diese E-Mail-Adresse gibt es keine Anmeldung über ein Unternehmen.',
  'message.requestedPage': 'Bei der angeforderten Seite ist ein Fehler aufgetreten.',
  'message.stale': 'Diese Seite war zu lange geöffnet. Versuchen Sie es erneut.',
  'message.unsupportedStep': 'Dieses Konto verlangt eine Anmeldemethode, die es auf diesen Seiten nicht gibt.',

  // What the service refuses (errors.ts)
  'error.accountDisabled': 'Dieses Konto ist gesperrt.',
  'error.alreadyConfirmed': 'Dieses Konto ist bereits bestätigt. Sie können sich anmelden.',
  'error.codeExpired': 'Dieser Code ist abgelaufen. Fordern Sie einen neuen an.',
  'error.codeMismatch': 'Dieser Code ist nicht richtig. Prüfen Sie ihn und versuchen Sie es erneut.',
  'error.codeNotSent': 'Wir konnten den Code nicht senden. Versuchen Sie es später erneut.',
  'error.codeUsed': 'Dieser Code wurde bereits verwendet. Warten Sie, bis Ihre App den nächsten anzeigt.',
  'error.contactAdministrator': 'Bitten Sie Ihren Administrator, Ihr Passwort zurückzusetzen.',
  'error.emailTaken': 'Mit dieser E-Mail-Adresse gibt es bereits ein Konto.',
  'error.field': '{field}: {problem}',
  'error.incorrectCredentials': 'Benutzername oder Passwort ist falsch.',
  'error.internal': 'Etwas ist schiefgegangen. Versuchen Sie es erneut.',
  'error.noConfirmationCodes': 'Für dieses Konto werden keine Codes gesendet.',
  'error.noRecoveryContact':
    'Dieses Konto hat keine bestätigte E-Mail-Adresse oder Telefonnummer, an die wir einen Code senden könnten.',
  'error.notConfirmed': 'Dieses Konto ist noch nicht bestätigt.',
  'error.passkeyExpired': 'Das hat zu lange gedauert. Versuchen Sie es erneut.',
  'error.passkeyFailed':
    'Ihr Passkey wurde nicht angenommen. Versuchen Sie es erneut oder verwenden Sie eine andere Anmeldemethode.',
  'error.passkeyLimit': 'Dieses Konto kann keine weiteren Passkeys haben.',
  'error.passkeyRegistered': 'Dieser Passkey ist bereits registriert.',
  'error.passkeyUnsupported': 'Diese Art von Passkey wird nicht unterstützt.',
  'error.passwordNotResettable': 'Das Passwort dieses Kontos kann hier nicht zurückgesetzt werden.',
  'error.passwordResetRequired': 'Setzen Sie Ihr Passwort zurück, bevor Sie sich anmelden.',
  'error.passwordUsedBefore': 'Dieses Passwort haben Sie schon einmal verwendet. Wählen Sie ein anderes.',
  'error.phoneTaken': 'Mit dieser Telefonnummer gibt es bereits ein Konto.',
  'error.sessionExpired': 'Ihre Sitzung ist abgelaufen. Melden Sie sich erneut an.',
  'error.signUpClosed': 'Hier können keine Konten erstellt werden.',
  'error.temporaryPasswordExpired':
    'Ihr vorläufiges Passwort ist abgelaufen. Bitten Sie Ihren Administrator um ein neues.',
  'error.tooManyAttempts': 'Zu viele Versuche. Versuchen Sie es später erneut.',
  'error.tooManyRequests': 'Gerade ist viel los. Versuchen Sie es gleich noch einmal.',
  'error.userNotFound': 'Es gibt kein Konto mit diesem Namen.',
  'error.usernameIsContact': 'Geben Sie als Benutzernamen eine E-Mail-Adresse oder eine Telefonnummer ein.',
  'error.usernameIsEmail': 'Geben Sie als Benutzernamen eine E-Mail-Adresse ein.',
  'error.usernameIsPhone': 'Geben Sie als Benutzernamen eine Telefonnummer ein.',
  'error.usernameNotEmail': 'Wählen Sie einen Benutzernamen, der nicht wie eine E-Mail-Adresse aussieht.',
  'error.usernameNotPhone': 'Wählen Sie einen Benutzernamen, der nicht wie eine Telefonnummer aussieht.',
  'error.usernameTaken': 'Dieser Benutzername ist bereits vergeben.',

  // What is wrong with the value of a field
  'problem.boolean': 'Wählen Sie Ja oder Nein.',
  'problem.date': 'Geben Sie ein Datum als Jahr, Monat und Tag ein, zum Beispiel 1990-12-31.',
  'problem.email': 'Geben Sie eine gültige E-Mail-Adresse ein.',
  'problem.fixed': 'Das kann nicht geändert werden.',
  'problem.maximum': 'Geben Sie eine Zahl ein, die höchstens {limit} ist.',
  'problem.maximumLength': 'Verwenden Sie höchstens {limit} Zeichen.',
  'problem.minimum': 'Geben Sie eine Zahl ein, die mindestens {limit} ist.',
  'problem.minimumLength': 'Verwenden Sie mindestens {limit} Zeichen.',
  'problem.number': 'Geben Sie eine Zahl ein.',
  'problem.phone_number': 'Geben Sie eine Telefonnummer mit Ländervorwahl ein, zum Beispiel +14155552671.',

  // What a password lacks
  'policy.long': 'Dieses Passwort ist zu lang.',
  'policy.lowercase': 'Verwenden Sie einen Kleinbuchstaben in Ihrem Passwort.',
  'policy.number': 'Verwenden Sie eine Ziffer in Ihrem Passwort.',
  'policy.short': 'Dieses Passwort ist zu kurz.',
  'policy.spaces': 'Ihr Passwort darf nicht mit einem Leerzeichen beginnen oder enden.',
  'policy.symbol': 'Verwenden Sie ein Sonderzeichen in Ihrem Passwort.',
  'policy.uppercase': 'Verwenden Sie einen Großbuchstaben in Ihrem Passwort.',

  // Signed out
  'signedOut.title': 'Sie sind abgemeldet',
  'signedOut.text': 'Sie können diese Seite schließen.',
};
