"""The files of one client as the team works with them, the File inbox, and links for outsiders."""
