//! Invented parties, a test PKI and generated tax documents.
