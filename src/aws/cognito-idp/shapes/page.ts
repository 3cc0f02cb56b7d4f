/** The two forms in which list operations take their page. */

const DEFAULT_LIMIT = 60;

/** A limit of zero, which the model allows, asks for the default. */
export const page = (input: { Limit?: number; MaxResults?: number; NextToken?: string }) => ({
  limit: (input.Limit ?? input.MaxResults) || DEFAULT_LIMIT,
  token: input.NextToken,
});
