export const handler = (event, _context, callback) => {
  event.response.publicChallengeParameters = { question: 'pet?' };
  event.response.privateChallengeParameters = { answer: 'rex' };
  callback(null, event);
};
