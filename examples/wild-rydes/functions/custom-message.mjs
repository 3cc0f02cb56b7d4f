// Custom message: e-mails in the rider's own language. {####} is where Poolhouse puts the code; the function never sees it.
const TEXTS = {
  en: {
    hello: 'Hello {name},',
    welcome: [
      'Welcome to Wild Rydes',
      'your stable door is nearly open. This code unlocks it:',
      'See you in the meadow.',
    ],
    again: ['Your new Wild Rydes code', 'here is a fresh code:', 'The earlier one is now hay.'],
    forgot: [
      'A new password for Wild Rydes',
      'with this code you choose a new password:',
      'Not you? Then leave it in the grass.',
    ],
  },
  de: {
    hello: 'Hallo {name},',
    welcome: [
      'Willkommen bei Wild Rydes',
      'die Stalltür ist fast offen. Dieser Code schließt sie auf:',
      'Bis bald auf der Wiese.',
    ],
    again: ['Dein neuer Code für Wild Rydes', 'hier ist ein frischer Code:', 'Der alte ist jetzt Heu.'],
    forgot: [
      'Ein neues Passwort für Wild Rydes',
      'mit diesem Code wählst du ein neues Passwort:',
      'Das warst nicht du? Dann lass ihn im Gras liegen.',
    ],
  },
  es: {
    hello: 'Hola, {name}:',
    welcome: [
      'Te damos la bienvenida a Wild Rydes',
      'la puerta del establo está casi abierta. Este código la abre:',
      'Nos vemos en el prado.',
    ],
    again: ['Tu nuevo código de Wild Rydes', 'aquí tienes un código nuevo:', 'El anterior ya es heno.'],
    forgot: [
      'Una contraseña nueva para Wild Rydes',
      'con este código eliges una contraseña nueva:',
      '¿No has sido tú? Entonces déjalo en la hierba.',
    ],
  },
  fr: {
    hello: 'Bonjour {name},',
    welcome: [
      'Bienvenue chez Wild Rydes',
      'la porte de l’écurie est presque ouverte. Ce code la déverrouille :',
      'À bientôt dans la prairie.',
    ],
    again: ['Votre nouveau code Wild Rydes', 'voici un code tout frais :', 'L’ancien n’est plus que du foin.'],
    forgot: [
      'Un nouveau mot de passe pour Wild Rydes',
      'ce code permet de choisir un nouveau mot de passe :',
      'Ce n’était pas vous ? Laissez-le dans l’herbe.',
    ],
  },
};

const KIND = {
  CustomMessage_SignUp: 'welcome',
  CustomMessage_ResendCode: 'again',
  CustomMessage_ForgotPassword: 'forgot',
};

export const handler = async (event) => {
  const kind = KIND[event.triggerSource];
  if (kind === undefined) return event;
  const { userAttributes, codeParameter } = event.request;
  const texts = TEXTS[(userAttributes.locale ?? 'en').slice(0, 2)] ?? TEXTS.en;
  const [subject, before, after] = texts[kind];
  const hello = texts.hello.replace('{name}', () => escaped(userAttributes.name ?? userAttributes.email));
  event.response.emailSubject = subject;
  event.response.emailMessage = letter({ hello, before, after, code: codeParameter });
  return event;
};

const letter = ({ hello, before, after, code }) =>
  `<div style="font:16px/1.5 system-ui,sans-serif;color:#2c1b47;max-width:30em">` +
  `<p>${hello}</p><p>${before}</p>` +
  `<p style="font-size:30px;letter-spacing:.2em;font-weight:700;margin:.6em 0">${code}</p>` +
  `<p>${after}</p><p>Wild Rydes</p></div>`;

// Whatever a rider calls themselves, it is text.
const escaped = (text) => {
  const short = text.replaceAll('{####}', '').slice(0, 80);
  return short.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
};
