import type { Texts } from './texts.ts';

export const es: Texts = {
  // Every page
  'page.skip': 'Ir al formulario',
  'page.language': 'Idioma',
  'page.changeLanguage': 'Cambiar idioma',
  'page.problem': 'Hay un problema',
  'page.done': 'Listo',
  'page.note': 'Nota',
  'page.or': 'o',
  'page.optional': 'opcional',
  'page.privacyPolicy': 'Política de privacidad',
  'page.termsOfUse': 'Condiciones de uso',
  'page.terms': 'Condiciones y políticas',
  'page.backToSignIn': 'Volver al inicio de sesión',
  'page.logo': 'Logotipo',
  'page.timeLeft': 'Dispone de {minutes} min para este paso.',
  'page.timeOver': 'El tiempo para este paso ha terminado. Inicie sesión de nuevo.',

  // Fields
  'field.username': 'Nombre de usuario',
  'field.email': 'Correo electrónico',
  'field.phone_number': 'Número de teléfono',
  'field.preferred_username': 'Nombre de usuario preferido',
  'field.name': 'Nombre completo',
  'field.given_name': 'Nombre',
  'field.family_name': 'Apellidos',
  'field.middle_name': 'Segundo nombre',
  'field.nickname': 'Apodo',
  'field.profile': 'Página de perfil',
  'field.picture': 'Foto',
  'field.website': 'Sitio web',
  'field.gender': 'Género',
  'field.birthdate': 'Fecha de nacimiento',
  'field.zoneinfo': 'Zona horaria',
  'field.locale': 'Idioma y región',
  'field.address': 'Dirección',
  'field.updated_at': 'Última actualización',
  'field.password': 'Contraseña',
  'field.newPassword': 'Nueva contraseña',
  'field.confirmPassword': 'Confirmar contraseña',
  'field.code': 'Código',
  'field.deviceName': 'Nombre de esta aplicación o dispositivo',
  'field.or': '{first} o {second}',
  'field.phoneHint': 'Con el prefijo del país, por ejemplo +14155552671.',
  'field.birthdateHint': 'Año, mes y día, por ejemplo 1990-12-31.',
  'field.localeHint': 'Por ejemplo, es-ES.',
  'field.zoneinfoHint': 'Por ejemplo, Europe/Madrid.',
  'field.urlHint': 'Una dirección web, por ejemplo https://example.com.',
  'field.required': 'Este campo es obligatorio.',
  'field.showPassword': 'Mostrar contraseña',
  'field.hidePassword': 'Ocultar contraseña',
  'field.countryCode': 'Prefijo del país',

  // Rules of passwords
  'rules.title': 'Su contraseña debe tener',
  'rules.length': 'Al menos {count} caracteres',
  'rules.lowercase': 'Una letra minúscula',
  'rules.uppercase': 'Una letra mayúscula',
  'rules.numbers': 'Un número',
  'rules.symbols': 'Un carácter especial o un espacio en medio',
  'rules.met': 'cumplido',
  'rules.notMet': 'aún no cumplido',
  'rules.same': 'Las dos contraseñas coinciden',

  // Sign in
  'signIn.title': 'Iniciar sesión',
  'signIn.description': 'Inicie sesión en su cuenta.',
  'signIn.submit': 'Iniciar sesión',
  'signIn.next': 'Siguiente',
  'signIn.forgot': '¿Ha olvidado su contraseña?',
  'signIn.noAccount': '¿Es la primera vez que entra?',
  'signIn.signUp': 'Crear una cuenta',
  'signIn.continueAs': 'Continuar como {name}',
  'signIn.anotherAccount': 'Iniciar sesión con otra cuenta',
  'signIn.with': 'Continuar con {provider}',
  'signIn.choosePlaceholder': 'Elija un proveedor',
  'signIn.corporate': 'Iniciar sesión con su empresa',
  'signIn.corporateHint':
    'Introduzca su correo electrónico de trabajo y le llevaremos a la página de inicio de sesión de su empresa.',
  'signIn.corporateEmail': 'Correo electrónico de trabajo',
  'signIn.ownAccount': 'Iniciar sesión con nombre de usuario y contraseña',

  // Password
  'password.title': 'Introduzca su contraseña',
  'password.submit': 'Iniciar sesión',
  'step.otherFactors': 'Usar otro método de inicio de sesión',
  'step.notYou': '¿No es usted?',

  // Which way to sign in
  'chooseFactor.title': 'Elija cómo iniciar sesión',
  'factor.PASSWORD': 'Contraseña',
  'factor.PASSWORD.hint': 'Introduzca la contraseña de su cuenta.',
  'factor.EMAIL_OTP': 'Correo electrónico',
  'factor.EMAIL_OTP.hint': 'Enviamos un código a su correo electrónico.',
  'factor.SMS_OTP': 'Mensaje de texto',
  'factor.SMS_OTP.hint': 'Enviamos un código a su teléfono.',
  'factor.SMS_MFA': 'Mensaje de texto',
  'factor.SMS_MFA.hint': 'Enviamos un código a su teléfono.',
  'factor.SOFTWARE_TOKEN_MFA': 'Aplicación de autenticación',
  'factor.SOFTWARE_TOKEN_MFA.hint': 'Introduzca el código que muestra su aplicación.',
  'factor.WEB_AUTHN': 'Clave de acceso',
  'factor.WEB_AUTHN.hint': 'Use su huella, su rostro, el bloqueo de pantalla o una llave de seguridad.',

  // Which second factor
  'chooseMfa.title': 'Verifique su identidad',
  'chooseMfa.description': 'Elija cómo verificar su identidad.',
  'chooseMfa.setupTitle': 'Proteja su cuenta',
  'chooseMfa.setupDescription':
    'Esta cuenta necesita una segunda forma de verificar su identidad. Elija cuál quiere configurar.',

  // Codes
  'code.title.EMAIL_OTP': 'Revise su correo electrónico',
  'code.title.SMS_MFA': 'Revise su teléfono',
  'code.title.SMS_OTP': 'Revise su teléfono',
  'code.title.SOFTWARE_TOKEN_MFA': 'Introduzca el código de su aplicación',
  'code.sent': 'Hemos enviado un código a {destination}.',
  'code.sentSomewhere': 'Le hemos enviado un código.',
  'code.app': 'Abra su aplicación de autenticación e introduzca el código que muestra.',
  'code.appNamed': 'Abra su aplicación de autenticación ({device}) e introduzca el código que muestra.',
  'code.submit': 'Continuar',
  'code.resend': 'Enviar un código nuevo',
  'code.resendHint': '¿No ha recibido el código?',

  // Authenticator app
  'totp.title': 'Configurar una aplicación de autenticación',
  'totp.description': 'A partir de ahora también iniciará sesión con un código de esta aplicación.',
  'totp.scan': 'Escanee esta imagen con su aplicación de autenticación.',
  'totp.picture': 'Código QR para su aplicación de autenticación',
  'totp.byHand': '¿No tiene una cámara a mano? Introduzca esta clave:',
  'totp.open': 'Abrir en una aplicación de este dispositivo',
  'totp.enter': 'Introduzca el código que muestra la aplicación.',
  'totp.submit': 'Terminar la configuración',

  // E-mail as second factor
  'emailSetup.title': 'Configurar códigos por correo electrónico',
  'emailSetup.description': 'A partir de ahora le enviaremos un código por correo electrónico cuando inicie sesión.',
  'emailSetup.submit': 'Continuar',

  // New password
  'newPassword.title': 'Elija una contraseña nueva',
  'newPassword.description': 'Debe cambiar su contraseña antes de continuar.',
  'newPassword.attributes': 'Necesitamos algunos datos más',
  'newPassword.submit': 'Guardar y continuar',

  // Passkeys
  'passkey.title': 'Inicie sesión con su clave de acceso',
  'passkey.description':
    'Su dispositivo le pedirá la huella, el rostro, el bloqueo de pantalla o una llave de seguridad.',
  'passkey.submit': 'Usar la clave de acceso',
  'passkey.waiting': 'Esperando a su dispositivo…',
  'passkey.failed': 'No ha funcionado o se ha cancelado. Inténtelo de nuevo.',
  'passkey.unsupported': 'Este navegador no admite claves de acceso.',
  'passkey.needsScript': 'Las claves de acceso necesitan JavaScript, que está desactivado en este navegador.',
  'addPasskey.title': 'Crear una clave de acceso',
  'addPasskey.description':
    'Con una clave de acceso inicia sesión con su huella, su rostro o el bloqueo de pantalla, sin contraseña.',
  'addPasskey.submit': 'Crear clave de acceso',
  'addPasskey.skip': 'Ahora no',

  // Sign up
  'signUp.title': 'Crear una cuenta',
  'signUp.description': 'Cree una cuenta nueva.',
  'signUp.submit': 'Registrarse',
  'signUp.haveAccount': '¿Ya tiene una cuenta?',
  'signUp.signIn': 'Iniciar sesión',
  'signUp.accept': 'Al registrarse, acepta: {terms}.',
  'signUp.mustAccept': 'Acepto: {terms}.',
  'signUp.acceptPlain': 'Al registrarse, acepta nuestras condiciones.',
  'signUp.mustAcceptPlain': 'Acepto las condiciones.',

  // Confirm a new account
  'confirm.title': 'Confirme su cuenta',
  'confirm.EMAIL':
    'Hemos enviado un código por correo electrónico a {destination}. Introdúzcalo para confirmar su cuenta.',
  'confirm.SMS': 'Hemos enviado un código por mensaje de texto a {destination}. Introdúzcalo para confirmar su cuenta.',
  'confirm.somewhere': 'Introduzca el código que le hemos enviado para confirmar su cuenta.',
  'confirm.submit': 'Confirmar cuenta',
  'confirm.byLinkTitle': 'Revise su correo electrónico',
  'confirm.byLink':
    'Hemos enviado un mensaje a {destination}. Siga el enlace que contiene para confirmar su cuenta y luego inicie sesión.',
  'confirm.byLinkSomewhere':
    'Le hemos enviado un mensaje. Siga el enlace que contiene para confirmar su cuenta y luego inicie sesión.',
  'confirm.waiting': 'Esperando a que siga el enlace',
  'confirm.resendLink': 'Enviar el enlace de nuevo',

  // Forgotten password
  'forgot.title': '¿Ha olvidado su contraseña?',
  'forgot.description': 'Díganos quién es y le enviaremos un código para elegir una contraseña nueva.',
  'forgot.submit': 'Restablecer mi contraseña',
  'reset.title': 'Restablezca su contraseña',
  'reset.sent': 'Hemos enviado un código a {destination}. Introdúzcalo junto con su nueva contraseña.',
  'reset.sentSomewhere': 'Le hemos enviado un código. Introdúzcalo junto con su nueva contraseña.',
  'reset.submit': 'Cambiar contraseña',

  // More about a page, where a style gives instructions
  'instructions.signIn': 'Use la cuenta que creó aquí o continúe con una que tenga en otro lugar.',
  'instructions.signUp': 'Usamos lo que introduzca aquí para su cuenta y le enviamos un mensaje para confirmarla.',
  'instructions.password': 'Las contraseñas distinguen entre mayúsculas y minúsculas.',
  'instructions.choose': 'Todas las opciones llevan a la misma cuenta. Elija la que le convenga ahora.',
  'instructions.message': 'El mensaje puede tardar un minuto. Mire también en el correo no deseado.',
  'instructions.app': 'La aplicación muestra un código nuevo cada 30 segundos. No necesita conexión a Internet.',
  'instructions.emailSetup': 'Elija una dirección que pueda leer sin iniciar sesión aquí.',
  'instructions.passkey':
    'Una clave de acceso se queda en su dispositivo y nadie puede adivinarla ni robarla con una página falsa.',
  'instructions.newPassword':
    'Elija una que no use en ningún otro sitio. Un gestor de contraseñas la guarda por usted.',
  'instructions.forgot': 'El código se envía al correo electrónico o al teléfono de su cuenta.',

  // Notices
  'notice.sign-up-confirmed.title': 'Su cuenta está confirmada',
  'notice.sign-up-confirmed.text': 'Ya puede iniciar sesión.',
  'notice.password-changed.title': 'Su contraseña se ha cambiado',
  'notice.password-changed.text': 'Ya puede iniciar sesión con ella.',
  'notice.passkey-added.title': 'Su clave de acceso está lista',
  'notice.passkey-added.text': 'A partir de ahora puede iniciar sesión con ella.',
  'notice.going-on.title': 'Le llevamos a su página de inicio de sesión',
  'notice.going-on.text': 'Si no ocurre nada, continúe con el botón.',
  'notice.next': 'Continuar',
  'notice.close': 'Puede cerrar esta página.',

  // Errors
  'error.title': 'Algo ha ido mal',
  'error.code': 'Error: {code}',
  'error.hint': 'Vuelva a la aplicación e inténtelo de nuevo.',

  // Messages above a form
  'message.awaitsApproval':
    'Su cuenta se ha creado. Un administrador debe confirmarla antes de que pueda iniciar sesión.',
  'message.codeSent': 'Hemos enviado un código nuevo a {destination}.',
  'message.confirmed': 'Su cuenta está confirmada. Inicie sesión para continuar.',
  'message.foreignForm': 'Este formulario no se ha enviado desde este sitio.',
  'message.linkSent': 'Hemos enviado un enlace nuevo a {destination}.',
  'message.noSecondFactor':
    'Esta cuenta necesita una segunda forma de verificar su identidad y aquí no se puede configurar ninguna.',
  'message.passwordChanged': 'Su contraseña se ha cambiado. Inicie sesión con ella para continuar.',
  'message.passwordsDiffer': 'Las dos contraseñas no coinciden.',
  'message.providerUnknown': 'No hay inicio de sesión de empresa para este correo electrónico.',
  'message.requestedPage': 'Se ha producido un error en la página solicitada.',
  'message.stale': 'Esta página ha estado abierta demasiado tiempo. Inténtelo de nuevo.',
  'message.unsupportedStep': 'Esta cuenta pide una forma de inicio de sesión que estas páginas no ofrecen.',

  // What the service refuses (errors.ts)
  'error.accountDisabled': 'Esta cuenta está desactivada.',
  'error.alreadyConfirmed': 'Esta cuenta ya está confirmada. Puede iniciar sesión.',
  'error.codeExpired': 'Este código ha caducado. Solicite uno nuevo.',
  'error.codeMismatch': 'Este código no es correcto. Compruébelo e inténtelo de nuevo.',
  'error.codeNotSent': 'No hemos podido enviar el código. Inténtelo más tarde.',
  'error.codeUsed': 'Este código ya se ha usado. Espere a que su aplicación muestre el siguiente.',
  'error.contactAdministrator': 'Pida a su administrador que restablezca su contraseña.',
  'error.emailTaken': 'Ya existe una cuenta con este correo electrónico.',
  'error.field': '{field}: {problem}',
  'error.incorrectCredentials': 'El nombre de usuario o la contraseña no son correctos.',
  'error.internal': 'Algo ha ido mal. Inténtelo de nuevo.',
  'error.noConfirmationCodes': 'No se envían códigos para esta cuenta.',
  'error.noRecoveryContact':
    'Esta cuenta no tiene un correo electrónico ni un teléfono verificados a los que enviar un código.',
  'error.notConfirmed': 'Esta cuenta aún no está confirmada.',
  'error.passkeyExpired': 'Ha pasado demasiado tiempo. Inténtelo de nuevo.',
  'error.passkeyFailed':
    'No se ha aceptado su clave de acceso. Inténtelo de nuevo o use otro método de inicio de sesión.',
  'error.passkeyLimit': 'Esta cuenta no puede tener más claves de acceso.',
  'error.passkeyRegistered': 'Esta clave de acceso ya está registrada.',
  'error.passkeyUnsupported': 'Este tipo de clave de acceso no es compatible.',
  'error.passwordNotResettable': 'La contraseña de esta cuenta no se puede restablecer aquí.',
  'error.passwordResetRequired': 'Restablezca su contraseña antes de iniciar sesión.',
  'error.passwordUsedBefore': 'Ya ha usado esta contraseña. Elija otra diferente.',
  'error.phoneTaken': 'Ya existe una cuenta con este número de teléfono.',
  'error.sessionExpired': 'Su sesión ha caducado. Inicie sesión de nuevo.',
  'error.signUpClosed': 'No se pueden crear cuentas aquí.',
  'error.temporaryPasswordExpired': 'Su contraseña temporal ha caducado. Pida una nueva a su administrador.',
  'error.tooManyAttempts': 'Demasiados intentos. Inténtelo más tarde.',
  'error.tooManyRequests': 'El servicio está ocupado. Inténtelo de nuevo en un momento.',
  'error.userNotFound': 'No hay ninguna cuenta con este nombre.',
  'error.usernameIsContact': 'Introduzca un correo electrónico o un número de teléfono como nombre de usuario.',
  'error.usernameIsEmail': 'Introduzca un correo electrónico como nombre de usuario.',
  'error.usernameIsPhone': 'Introduzca un número de teléfono como nombre de usuario.',
  'error.usernameNotEmail': 'Elija un nombre de usuario que no parezca un correo electrónico.',
  'error.usernameNotPhone': 'Elija un nombre de usuario que no parezca un número de teléfono.',
  'error.usernameTaken': 'Este nombre de usuario ya está en uso.',

  // What is wrong with the value of a field
  'problem.boolean': 'Elija sí o no.',
  'problem.date': 'Introduzca una fecha como año, mes y día, por ejemplo 1990-12-31.',
  'problem.email': 'Introduzca un correo electrónico válido.',
  'problem.fixed': 'Este dato no se puede cambiar.',
  'problem.maximum': 'Introduzca un número que no sea mayor que {limit}.',
  'problem.maximumLength': 'Use como máximo {limit} caracteres.',
  'problem.minimum': 'Introduzca un número que no sea menor que {limit}.',
  'problem.minimumLength': 'Use al menos {limit} caracteres.',
  'problem.number': 'Introduzca un número.',
  'problem.phone_number': 'Introduzca un número de teléfono con el prefijo del país, por ejemplo +14155552671.',

  // What a password lacks
  'policy.long': 'Esta contraseña es demasiado larga.',
  'policy.lowercase': 'Use una letra minúscula en su contraseña.',
  'policy.number': 'Use un número en su contraseña.',
  'policy.short': 'Esta contraseña es demasiado corta.',
  'policy.spaces': 'Su contraseña no debe empezar ni terminar con un espacio.',
  'policy.symbol': 'Use un carácter especial en su contraseña.',
  'policy.uppercase': 'Use una letra mayúscula en su contraseña.',

  // Signed out
  'signedOut.title': 'Ha cerrado la sesión',
  'signedOut.text': 'Puede cerrar esta página.',
};
