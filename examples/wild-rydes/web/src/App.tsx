import { signOut } from 'aws-amplify/auth';
import { useEffect } from 'react';
import { Meadow } from './art/Meadow.tsx';
import { UnicornHead } from './art/UnicornHead.tsx';
import { Confirm } from './auth/Confirm.tsx';
import { Forgot } from './auth/Forgot.tsx';
import { Join } from './auth/Join.tsx';
import { SignIn } from './auth/SignIn.tsx';
import type { Config } from './config.ts';
import { ProfilePage } from './profile/ProfilePage.tsx';
import { RidePage } from './ride/RidePage.tsx';
import { type Rider, type Session, useSession } from './rider.ts';
import { go, type Route, useRoute } from './route.ts';

const TITLES: Readonly<Record<string, string>> = {
  join: 'Join',
  confirm: 'Confirm',
  'sign-in': 'Sign in',
  forgot: 'Forgotten password',
  ride: 'Ride',
  profile: 'Profile',
};

const FOR_RIDERS = ['ride', 'profile'];

export const App = ({ config }: { readonly config: Config }) => {
  const session = useSession();
  const route = useRoute();
  const { rider } = session;
  const wrongPlace = rider === null ? FOR_RIDERS.includes(route.page) : rider && !FOR_RIDERS.includes(route.page);
  useEffect(() => {
    if (wrongPlace) go(rider ? 'ride' : 'sign-in');
  }, [wrongPlace, rider]);
  useEffect(() => {
    document.title = `${TITLES[route.page] ?? 'Order a unicorn'} – Wild Rydes`;
    scrollTo(0, 0);
  }, [route.page]);
  return (
    <>
      <Header rider={rider} page={route.page} />
      {rider === undefined || wrongPlace ? (
        <main className="waiting" aria-busy="true" />
      ) : rider ? (
        <Inside config={config} rider={rider} session={session} page={route.page} />
      ) : (
        <Outside config={config} route={route} />
      )}
    </>
  );
};

const Header = ({ rider, page }: { readonly rider: Rider | null | undefined; readonly page: string }) => (
  <header className="top">
    <a className="brand" href={rider ? '#/ride' : '#/'}>
      <UnicornHead className="mark" />
      Wild Rydes
    </a>
    <nav aria-label="Pages">
      {rider && (
        <>
          <a href="#/ride" aria-current={page === 'ride' ? 'page' : undefined}>
            Ride
          </a>
          <a href="#/profile" aria-current={page === 'profile' ? 'page' : undefined}>
            Profile
          </a>
          <button type="button" className="quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </>
      )}
      {rider === null && (
        <a href="#/sign-in" aria-current={page === 'sign-in' ? 'page' : undefined}>
          Sign in
        </a>
      )}
    </nav>
  </header>
);

const Inside = (props: {
  readonly config: Config;
  readonly rider: Rider;
  readonly session: Session;
  readonly page: string;
}) =>
  props.page === 'profile' ? (
    <ProfilePage config={props.config} rider={props.rider} changed={props.session.refresh} />
  ) : (
    <RidePage config={props.config} rider={props.rider} />
  );

const Outside = ({
  config: { mailbox },
  route: { page, query },
}: {
  readonly config: Config;
  readonly route: Route;
}) => {
  const email = query.get('email') ?? undefined;
  switch (page) {
    case 'join':
      return <Join />;
    case 'confirm':
      return <Confirm email={email ?? ''} mailbox={mailbox} />;
    case 'sign-in':
      return <SignIn key={email} email={email} welcome={query.has('welcome')} />;
    case 'forgot':
      return <Forgot email={email} mailbox={mailbox} />;
    default:
      return <Welcome />;
  }
};

const Welcome = () => (
  <main className="welcome">
    <div className="words">
      <h1>Order a unicorn. It comes flying.</h1>
      <p className="lead">Five stables, one town, no traffic. Tap the map, and the nearest one is on its way.</p>
      <p className="actions">
        <a className="button" href="#/join">
          Join the riders
        </a>
        <a className="button second" href="#/sign-in">
          Sign in
        </a>
      </p>
    </div>
    <Meadow />
  </main>
);
