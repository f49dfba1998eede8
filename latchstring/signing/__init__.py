"""The firm's certificate, made when first needed, and the PDF signatures that are made with it."""
