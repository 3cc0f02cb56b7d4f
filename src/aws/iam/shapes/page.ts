/** Pages of IAM's lists on the wire. */
import type { IamListing, IamPage } from '../../../core/iam/list.ts';

export const pageFrom = ({
  Marker,
  MaxItems,
}: {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}): IamPage => ({
  marker: Marker,
  maxItems: MaxItems,
});

export const pageFields = ({
  marker,
}: Pick<IamListing<unknown>, 'marker'>): { IsTruncated: boolean; Marker?: string } =>
  marker === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: marker };

export const underPath =
  (prefix: string | undefined) =>
  ({ path }: { readonly path: string }): boolean =>
    prefix === undefined || path.startsWith(prefix);
