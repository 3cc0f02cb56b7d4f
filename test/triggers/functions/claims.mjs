export const handler = async (event) => {
  const { source } = event.request.clientMetadata ?? {};
  const claimsToAddOrOverride = { ...(source && { source }), trigger: event.triggerSource };
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride } };
  return event;
};
