import { useEffect, useId, useState } from 'react';
import type { Config } from '../config.ts';
import { wordsOf } from '../ui/Form.tsx';
import { lastNeighbour, remember } from './neighbours.ts';
import { type Attempt, attemptsOf, type Me, whoAmI } from './storage.ts';

interface Result extends Pick<Attempt, 'action' | 'resource' | 'expected'> {
  /** `failed`: neither, the request did not arrive. */
  readonly answer: 'granted' | 'refused' | 'failed';
  readonly words: string;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** Who the temporary credentials make of the rider, and what they open: each line is a request that was really sent. */
export const AllowedPanel = ({ config }: { readonly config: Config }) => {
  const [me, setMe] = useState<Me>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    whoAmI().then(
      (known) => {
        remember(known.identityId);
        setMe(known);
      },
      (error: unknown) => setProblem(wordsOf(error)),
    );
  }, []);
  return (
    <section className="card allowed" aria-label="What am I allowed?">
      <h2>What am I allowed?</h2>
      {problem && <p className="problem">{problem}</p>}
      {me && (
        <>
          <dl>
            <div>
              <dt>Identity</dt>
              <dd>{me.identityId}</dd>
            </div>
            <div>
              <dt>Access key</dt>
              <dd>
                {me.accessKeyId}
                {me.expiration && `, until ${TIME.format(me.expiration)}`}
              </dd>
            </div>
          </dl>
          <Attempts config={config} me={me} />
        </>
      )}
    </section>
  );
};

const Attempts = ({ config, me }: { readonly config: Config; readonly me: Me }) => {
  const id = useId();
  const [other, setOther] = useState(() => lastNeighbour(me.identityId));
  const [results, setResults] = useState<readonly Result[]>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const found: Result[] = [];
    for (const attempt of attemptsOf(config, me.identityId, other)) found.push(await tried(attempt));
    setResults(found);
    setBusy(false);
  };
  return (
    <>
      <div className="field">
        <label htmlFor={id}>Another rider's identity</label>
        <input id={id} value={other} spellCheck={false} onChange={({ target }) => setOther(target.value)} />
      </div>
      <button type="button" className="button second wide" disabled={busy} onClick={() => void run()}>
        {busy ? 'Trying …' : 'Try it'}
      </button>
      <div aria-live="polite">{results && <Results results={results} />}</div>
    </>
  );
};

const tried = async ({ action, resource, expected, act }: Attempt): Promise<Result> => {
  try {
    await act();
    return { action, resource, expected, answer: 'granted', words: 'Granted' };
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    const isRefused = $metadata?.httpStatusCode === 403;
    return {
      action,
      resource,
      expected,
      answer: isRefused ? 'refused' : 'failed',
      words: isRefused ? name : wordsOf(error),
    };
  }
};

const Results = ({ results }: { readonly results: readonly Result[] }) => (
  <ul className="results">
    {results.map(({ action, resource, expected, answer, words }) => (
      <li key={`${action} ${resource}`} className={answer}>
        <span className="what">
          <b>{action}</b>
          <code>{resource}</code>
        </span>
        <span className="answer">
          {words}
          {answer !== expected && <small>, the policy says {expected}</small>}
        </span>
      </li>
    ))}
  </ul>
);
