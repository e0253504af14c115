"""Ready-made files for continuous integration, as text in which ``@APP@`` and ``@PACKAGE@`` stand for what is known."""
