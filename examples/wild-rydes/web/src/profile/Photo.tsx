import { updateUserAttributes } from 'aws-amplify/auth';
import { type ChangeEvent, useEffect, useId, useState } from 'react';
import { UnicornHead } from '../art/UnicornHead.tsx';
import type { Config } from '../config.ts';
import { wordsOf } from '../ui/Form.tsx';
import { shrunk } from './shrink.ts';
import { keepPhoto, readPhoto } from './storage.ts';

/** The photo: its bytes in the bucket, below the rider's own folder; its key in the pool, as the picture attribute. */
export const Photo = (props: {
  readonly config: Config;
  readonly picture: string | undefined;
  readonly changed: () => Promise<void>;
}) => {
  const { config, picture, changed } = props;
  const id = useId();
  const [shown, setShown] = useState<string>();
  const [said, say] = useState<string>();

  useEffect(() => {
    if (picture === undefined) return;
    let url: string | undefined;
    let left = false;
    readPhoto(config, picture).then(
      (photo) => {
        if (left) return;
        url = URL.createObjectURL(photo);
        setShown(url);
      },
      (error: unknown) => say(wordsOf(error)),
    );
    return () => {
      left = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [config, picture]);

  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file === undefined) return;
    say('Uploading …');
    try {
      const photo = await shrunk(file, 512);
      await updateUserAttributes({ userAttributes: { picture: await keepPhoto(config, photo) } });
      setShown(URL.createObjectURL(photo));
      await changed();
      say('The photo is in your folder.');
    } catch (error) {
      say(wordsOf(error));
    }
  };

  return (
    <div className="photo">
      {shown ? <img src={shown} alt="You" width="144" height="144" /> : <UnicornHead className="nobody" />}
      <label htmlFor={id} className="button second">
        {picture ? 'Another photo' : 'Add a photo'}
      </label>
      <input id={id} type="file" accept="image/*" className="hidden" onChange={(event) => void choose(event)} />
      <p role="status" className="said">
        {said}
      </p>
    </div>
  );
};
