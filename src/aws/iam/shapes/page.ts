/** Pages of IAM's lists on the wire. */
import type { IamListing, IamPage } from '../../../core/iam/list.ts';

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface PageFields {
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

export const pageFrom = ({ Marker: marker, MaxItems: maxItems }: PageInput): IamPage => ({ marker, maxItems });

export const pageFields = ({ marker }: Pick<IamListing<unknown>, 'marker'>): PageFields =>
  marker === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: marker };

export const underPath =
  (prefix = '/') =>
  ({ path }: { readonly path: string }): boolean =>
    path.startsWith(prefix);
