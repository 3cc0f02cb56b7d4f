/** The photo bucket, reached with the temporary credentials of the identity pool. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { fetchAuthSession } from 'aws-amplify/auth';
import type { Config } from '../config.ts';

export interface Me {
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly expiration?: Date | undefined;
}

export const whoAmI = async (): Promise<Me> => {
  const { credentials, identityId } = await fetchAuthSession();
  if (credentials === undefined || identityId === undefined) throw new Error('There are no credentials.');
  return { identityId, accessKeyId: credentials.accessKeyId, expiration: credentials.expiration };
};

const clientOf = ({ region, storage }: Config): S3Client =>
  new S3Client({
    region,
    endpoint: storage,
    forcePathStyle: true,
    maxAttempts: 1,
    // Asked before each request, so renewed credentials are used.
    credentials: async () => {
      const { credentials } = await fetchAuthSession();
      if (credentials === undefined) throw new Error('There are no credentials.');
      return credentials;
    },
  });

export const folderOf = (identityId: string): string => `private/${identityId}/`;

/** Gives the key that the pool keeps as the picture attribute. */
export const keepPhoto = async (config: Config, photo: Blob): Promise<string> => {
  const { identityId } = await whoAmI();
  const Key = `${folderOf(identityId)}photo.jpg`;
  const Body = new Uint8Array(await photo.arrayBuffer());
  await clientOf(config).send(new PutObjectCommand({ Bucket: config.bucket, Key, Body, ContentType: photo.type }));
  return Key;
};

export const readPhoto = async (config: Config, Key: string): Promise<Blob> => {
  const { Body, ContentType } = await clientOf(config).send(new GetObjectCommand({ Bucket: config.bucket, Key }));
  return new Blob([(await Body!.transformToByteArray()) as BlobPart], { type: ContentType ?? 'image/jpeg' });
};

export interface Attempt {
  readonly action: string;
  readonly resource: string;
  /** What the role's policy says. */
  readonly expected: 'granted' | 'refused';
  act(): Promise<unknown>;
}

/** What a rider may try, with the answer that the role's policy lets expect. */
export const attemptsOf = (config: Config, own: string, other: string): readonly Attempt[] => {
  const client = clientOf(config);
  const { bucket: Bucket } = config;
  const note = (identityId: string) => `${folderOf(identityId)}note.txt`;
  return [
    {
      action: 's3:PutObject',
      resource: note(own),
      expected: 'granted',
      act: () => client.send(new PutObjectCommand({ Bucket, Key: note(own), Body: 'mine' })),
    },
    {
      action: 's3:ListBucket',
      resource: folderOf(own),
      expected: 'granted',
      act: () => client.send(new ListObjectsV2Command({ Bucket, Prefix: folderOf(own) })),
    },
    {
      action: 's3:DeleteObject',
      resource: note(own),
      expected: 'granted',
      act: () => client.send(new DeleteObjectCommand({ Bucket, Key: note(own) })),
    },
    {
      action: 's3:GetObject',
      resource: `${folderOf(other)}photo.jpg`,
      expected: 'refused',
      act: () => client.send(new GetObjectCommand({ Bucket, Key: `${folderOf(other)}photo.jpg` })),
    },
    {
      action: 's3:PutObject',
      resource: note(other),
      expected: 'refused',
      act: () => client.send(new PutObjectCommand({ Bucket, Key: note(other), Body: 'not mine' })),
    },
    {
      action: 's3:ListBucket',
      resource: 'everything',
      expected: 'refused',
      act: () => client.send(new ListObjectsV2Command({ Bucket })),
    },
  ];
};
