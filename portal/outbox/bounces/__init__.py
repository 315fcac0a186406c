"""Reports of mail servers about letters that did not arrive: read from a mailbox, understood, acted on."""
