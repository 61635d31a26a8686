@echo off
rem Starts ccproxy on Windows; the variables and rules are those of the script `ccproxy` beside this file.
rem No class archive here: cmd cannot start its training in the background without opening a window.
rem Values from outside are only expanded as !NAME!, which no &, ), ^ or quote in them can break.
setlocal EnableExtensions EnableDelayedExpansion

if defined JAVA_TOOL_OPTIONS set "CCPROXY_SAVED_JAVA_TOOL_OPTIONS=!JAVA_TOOL_OPTIONS!"
if defined _JAVA_OPTIONS set "CCPROXY_SAVED__JAVA_OPTIONS=!_JAVA_OPTIONS!"
if defined JDK_JAVA_OPTIONS set "CCPROXY_SAVED_JDK_JAVA_OPTIONS=!JDK_JAVA_OPTIONS!"
if not defined JAVA_TOOL_OPTIONS set "CCPROXY_SAVED_JAVA_TOOL_OPTIONS="
if not defined _JAVA_OPTIONS set "CCPROXY_SAVED__JAVA_OPTIONS="
if not defined JDK_JAVA_OPTIONS set "CCPROXY_SAVED_JDK_JAVA_OPTIONS="
set "JAVA_TOOL_OPTIONS="
set "_JAVA_OPTIONS="
set "JDK_JAVA_OPTIONS="

rem A `!` in the folder's own name would be eaten by delayed expansion, hence the switch.
setlocal DisableDelayedExpansion
set "ccproxy_lib=%~dp0..\lib"
setlocal EnableDelayedExpansion

set "next=Install Java 17 or newer (for example from https://adoptium.net), or let JAVA_HOME name one"
if not defined JAVA_HOME goto search_path
set "next=Let JAVA_HOME name a Java 17 or newer, or unset it to use the java on PATH"
set "java_bin=!JAVA_HOME:"=!\bin"
if exist "!java_bin!\java.exe" goto found
set "slug=java-missing"
set "message=JAVA_HOME is !JAVA_HOME:"=!, but there is no program !java_bin!\java.exe"
goto fail

:search_path
set "java_bin="
setlocal DisableDelayedExpansion
for %%I in (java.exe) do set "java_bin=%%~dp$PATH:I"
setlocal EnableDelayedExpansion
if defined java_bin set "java_bin=!java_bin:~0,-1!"
if defined java_bin goto found
set "slug=java-missing"
set "message=there is no java on PATH, and JAVA_HOME is not set"
goto fail

:found
set "java_version="
if not exist "!java_bin!\..\release" goto ask_java
for /f "usebackq tokens=1,2 delims==" %%A in ("!java_bin!\..\release") do if "%%A"=="JAVA_VERSION" set "java_version=%%~B"
if defined java_version goto check_version

:ask_java
rem No java home, as with Oracle's javapath. From its own folder the program needs no path, and so no quotes.
pushd "!java_bin!"
for /f "tokens=2,3" %%A in ('.\java.exe -version 2^>^&1') do if "%%A"=="version" if not defined java_version set "java_version=%%~B"
popd
if defined java_version goto check_version
set "slug=java-unusable"
set "message=!java_bin!\java.exe cannot be run"
goto fail

:check_version
rem 1.8.0_462, 11.0.2, 17, 25-ea
set "major="
for /f "tokens=1,2 delims=.-_+" %%A in ("!java_version!") do (
  set "major=%%A"
  if "%%A"=="1" set "major=%%B"
)
if not defined major set "major=0"
if !major! GEQ 17 goto run
set "slug=java-too-old"
set "message=!java_bin!\java.exe is Java !java_version!, but ccproxy needs 17 or newer"
goto fail

:run
rem Nothing of the JVM's own on the streams, no files of its own, a small heap that may grow.
set "ccproxy_java=!java_bin!\java.exe"
set "ccproxy_options=-XX:+IgnoreUnrecognizedVMOptions -Xlog:disable -XX:-PrintWarnings -XX:+DisplayVMOutputToStderr"
set "ccproxy_options=!ccproxy_options! -XX:ErrorFile=NUL -XX:-CreateCoredumpOnCrash -XX:-DumpReplayDataOnError -XX:-UsePerfData"
set "ccproxy_options=!ccproxy_options! -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmn8m -Xmx256m -Dfile.encoding=UTF-8"
rem What picocli would look for at every start and no command needs.
set "ccproxy_options=!ccproxy_options! -Dpicocli.disable.closures=true -Dpicocli.converters.excludes=java.sql.+,java.time.+"
rem With delayed expansion the arguments would lose their `!`.
setlocal DisableDelayedExpansion
"%ccproxy_java%" %ccproxy_options% -cp "%ccproxy_lib%\*" %CCPROXY_JAVA_OPTS% dev.ccproxy.Main %*
exit /b %ERRORLEVEL%

:fail
>&2 echo ccproxy: !message!
>&2 echo   !next!
:fail_next_argument
if "%~1"=="" goto fail_end
if "%~1"=="--" goto fail_end
if "%~1"=="--format=json" goto fail_json
if "%~1"=="--format" if "%~2"=="json" goto fail_json
shift
goto fail_next_argument
:fail_json
set "message=!message:\=\\!"
echo {"schema": "ccproxy.error/1", "code": "!slug!", "message": "!message!", "file": null, "line": null, "column": null, "next": "!next!", "exitCode": 69}
:fail_end
exit /b 69
