// What the pages do in a browser that runs scripts: passkeys, and comforts that a page can be without.

// Passkeys (WebAuthn Level 3: options and credentials as JSON).
for (const element of document.querySelectorAll('[data-passkey]')) {
  const { passkey: kind, options, waiting, failed, unsupported } = element.dataset;
  const status = element.querySelector('.passkey-status');
  const button = element.querySelector('button');
  const say = (text, wrong = false) => {
    status.textContent = text;
    status.classList.toggle('failed', wrong);
  };
  const ask = async () => {
    const json = JSON.parse(options);
    if (kind === 'create') {
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) });
    }
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
  };
  const run = async (asked) => {
    button.disabled = true;
    say(waiting);
    try {
      const credential = await ask();
      const field = element.querySelector('[name=credential]');
      field.value = JSON.stringify(credential.toJSON());
      field.form.submit();
    } catch {
      // Browsers that want a press of the button first have refused nothing to anybody.
      say(asked ? failed : '', true);
      button.disabled = false;
    }
  };
  if (typeof PublicKeyCredential === 'undefined' || !PublicKeyCredential.parseRequestOptionsFromJSON) {
    say(unsupported, true);
  } else {
    button.parentElement.hidden = false;
    button.addEventListener('click', () => run(true));
    // Signing in asks at once; a new passkey is made when somebody says so.
    if (kind === 'get' && window.top === window) run(false);
  }
}

// Passwords can be shown.
for (const button of document.querySelectorAll('.reveal')) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  const show = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(shown));
    button.setAttribute('aria-label', shown ? button.dataset.hide : button.dataset.show);
  };
  button.hidden = false;
  button.addEventListener('click', () => show(input.type === 'password'));
  input.form?.addEventListener('submit', () => show(false));
}

// The rules of a password tick themselves off.
for (const rules of document.querySelectorAll('.rules')) {
  const password = document.getElementById('password');
  const again = document.getElementById('confirm_password');
  const tests = {
    length: (value, count) => [...value].length >= count,
    lowercase: (value) => /[a-z]/.test(value),
    uppercase: (value) => /[A-Z]/.test(value),
    numbers: (value) => /[0-9]/.test(value),
    symbols: (value) => /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/.test(value),
    same: (value) => value !== '' && value === again?.value,
  };
  const check = () => {
    for (const rule of rules.querySelectorAll('[data-rule]')) {
      const met = tests[rule.dataset.rule](password.value, Number(rule.dataset.count));
      const told = password.value !== '';
      rule.dataset.state = met ? 'met' : 'open';
      rule.classList.toggle('passwordCheck-valid-customizable', met);
      rule.classList.toggle('passwordCheck-notValid-customizable', told && !met);
      rule.querySelector('.state').textContent = told ? ` (${met ? rules.dataset.met : rules.dataset.notMet})` : '';
    }
  };
  password.addEventListener('input', check);
  again?.addEventListener('input', check);
  check();
}

// A country code before a phone number.
for (const select of document.querySelectorAll('.country')) {
  const input = document.getElementById(select.dataset.for);
  const known = [...select.options].map(({ value }) => value).sort((a, b) => b.length - a.length);
  const code = known.find((each) => input.value.startsWith(each));
  if (code) {
    select.value = code;
    input.value = input.value.slice(code.length);
  }
  select.hidden = false;
  document.getElementById(`${input.id}-hint`)?.remove();
  input.form.addEventListener('submit', () => {
    const number = input.value.trim();
    if (number !== '' && !number.startsWith('+'))
      input.value = select.value + number.replace(/\D/g, '').replace(/^0+/, '');
  });
}

// The time of a step runs.
for (const timer of document.querySelectorAll('[data-minutes]')) {
  const end = Date.now() + Number(timer.dataset.minutes) * 60_000;
  const text = timer.querySelector('span');
  const sentence = text.textContent;
  const tick = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    text.textContent = seconds === 0 ? timer.dataset.over : sentence.replace(/\d+/, clock);
    if (seconds === 0) timer.setAttribute('role', 'alert');
    else setTimeout(tick, 1000);
  };
  tick();
}

// A double click sends a form once.
const sent = new WeakMap();
addEventListener('submit', (event) => {
  const { target, timeStamp } = event;
  if (timeStamp - (sent.get(target) ?? Number.NEGATIVE_INFINITY) < 2000) event.preventDefault();
  else sent.set(target, timeStamp);
});
