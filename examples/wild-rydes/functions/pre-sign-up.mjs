// Pre sign-up: who may join. Throwing refuses the sign-up, and the app shows the words after "PreSignUp failed with error".
const unwelcome = (process.env.UNWELCOME_DOMAINS ?? '').split(',').filter(Boolean);

export const handler = async (event) => {
  const { userAttributes, validationData } = event.request;
  const domain = (userAttributes.email ?? '').split('@').pop().toLowerCase();
  if (unwelcome.includes(domain))
    throw new Error(`Unicorns cannot write back to ${domain}. Please use another address`);
  // The app sends it as validation data: seen by this function, never stored.
  if (validationData?.promise !== 'kind') throw new Error('Please promise to be kind to the unicorns first');
  return event;
};
