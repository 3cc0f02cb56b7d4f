/**
 * Names of the machine that the browser runs on (RFC 6761 section 6.3), and bare addresses. Other programs are found
 * under them too, on other ports, with TLS and without: what a site demands of its name would be demanded of theirs.
 */
export const isLocalHost = (siteUrl: string): boolean =>
  /(?:^|\.)localhost$|^[\d.]+$|^\[/.test(new URL(siteUrl).hostname);
