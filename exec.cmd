@rem cmd.exe has no `exec`, by which a shell elsewhere makes room for an npm script, so that signals reach it.
@%*
