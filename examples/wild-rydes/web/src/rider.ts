/** Who is signed in, from the pool's own attributes. */
import { fetchUserAttributes, getCurrentUser } from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';
import { useCallback, useEffect, useState } from 'react';

export interface Rider {
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  /** The key of the profile photo in the bucket. */
  readonly picture?: string | undefined;
}

export interface Session {
  /** Undefined while nobody knows yet, null while nobody is signed in. */
  readonly rider: Rider | null | undefined;
  refresh(): Promise<void>;
}

const currentRider = async (): Promise<Rider | null> => {
  try {
    const { userId } = await getCurrentUser();
    const { email = '', name = email, locale = 'en', picture } = await fetchUserAttributes();
    return { sub: userId, email, name, locale, picture };
  } catch {
    return null;
  }
};

export const useSession = (): Session => {
  const [rider, setRider] = useState<Rider | null>();
  const refresh = useCallback(async () => setRider(await currentRider()), []);
  useEffect(() => {
    void refresh();
    return Hub.listen('auth', ({ payload: { event } }) => {
      if (event === 'signedIn' || event === 'signedOut' || event === 'tokenRefresh_failure') void refresh();
    });
  }, [refresh]);
  return { rider, refresh };
};
