import { type FormEvent, type ReactNode, useId, useState } from 'react';

/** A form that shows what it waits for and what went wrong; `act` is given the fields by their names. */
export const Form = (props: {
  readonly submit: string;
  readonly act: (fields: Readonly<Record<string, string>>) => Promise<void>;
  readonly children: ReactNode;
}) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    setBusy(true);
    setProblem(undefined);
    try {
      await props.act(fields);
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={send} aria-busy={busy}>
      {props.children}
      <div aria-live="assertive">{problem && <p className="problem">{problem}</p>}</div>
      <button type="submit" className="button wide" disabled={busy}>
        {busy ? 'One moment …' : props.submit}
      </button>
    </form>
  );
};

/** A function's own words come wrapped: "PreSignUp failed with error … ." */
export const wordsOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^\w+ failed with error /, '');
};

export const Field = (props: {
  readonly label: string;
  readonly name: string;
  readonly type?: string;
  readonly hint?: string;
  readonly value?: string;
  readonly autoComplete?: string;
  readonly code?: boolean;
}) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <input
        id={id}
        name={props.name}
        type={props.type ?? 'text'}
        defaultValue={props.value}
        autoComplete={props.autoComplete}
        required
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        {...(props.code && { inputMode: 'numeric', pattern: '[0-9]{6}', maxLength: 6, className: 'code' })}
      />
      {props.hint && (
        <p id={`${id}-hint`} className="hint">
          {props.hint}
        </p>
      )}
    </div>
  );
};

export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' } as const;

export const LanguageField = ({ value }: { readonly value?: string }) => {
  const id = useId();
  const own = navigator.language.slice(0, 2);
  return (
    <div className="field">
      <label htmlFor={id}>Write to me in</label>
      <select id={id} name="locale" defaultValue={value ?? (own in LANGUAGES ? own : 'en')}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
};
