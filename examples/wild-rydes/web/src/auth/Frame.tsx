import type { ReactNode } from 'react';
import { Meadow } from '../art/Meadow.tsx';

/** The pages before somebody is signed in: a picture beside a card. */
export const Frame = (props: { readonly title: string; readonly lead: string; readonly children: ReactNode }) => (
  <main className="gate">
    <Meadow />
    <section className="card">
      <h1>{props.title}</h1>
      <p className="lead">{props.lead}</p>
      {props.children}
    </section>
  </main>
);
